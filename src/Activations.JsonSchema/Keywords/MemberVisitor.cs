using System.Buffers;
using Activations.JsonSchema.Evaluation;
using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Keywords;

/// <summary>Applies <see cref="ObjectRules"/> to one member after the other.</summary>
internal ref struct MemberVisitor<TValue> : IJsonMemberVisitor<TValue>
    where TValue : struct, IJsonValue<TValue>
{
    private readonly ObjectRules rules;
    private readonly ref EvaluationState state;
    private readonly Span<ulong> evaluated;
    private readonly Span<ulong> present;
    private int position;

    public MemberVisitor(ObjectRules rules, ref EvaluationState state, Span<ulong> evaluated, Span<ulong> present)
    {
        this.rules = rules;
        this.state = ref state;
        this.evaluated = evaluated;
        this.present = present;
        Valid = true;
    }

    public bool Valid { get; private set; }

    public bool Visit(JsonText name, TValue value)
    {
        var collector = state.Collector;
        if (collector is null)
        {
            Valid &= Evaluate(name, value);
            return Valid;
        }

        var length = collector.Instance.Length;
        collector.Instance.PushToken(name.ToString());
        Valid &= Evaluate(name, value);
        collector.Instance.Return(length);
        return Valid || !state.StopsAtFirst;
    }

    private bool Evaluate(JsonText name, TValue value)
    {
        var index = position++;
        var slot = rules.Names.Find(name);
        if (slot >= 0)
            ChildSet.Add(present, slot);

        var property = slot >= 0 ? rules.Properties[slot] : null;
        var valid = property is null || Apply(property, name, value);
        var known = property is not null;
        foreach (var rule in rules.Patterns)
        {
            if ((!valid && state.StopsAtFirst) || !state.Spend(1))
                return false;
            if (!rule.Pattern.IsMatch(name))
                continue;

            known = true;
            valid &= Apply(rule.Subschema, name, value);
        }

        if (!known && rules.Additional is not null)
        {
            known = true;
            valid &= Apply(rules.Additional, name, value);
        }

        if (known)
            ChildSet.Add(evaluated, index);

        return rules.PropertyNames is null ? valid : EvaluateName(rules.PropertyNames, name) & valid;
    }

    private readonly bool Apply(Subschema subschema, JsonText name, TValue value) =>
        subschema.Node.Verdict == false
            ? Refuse(subschema, name)
            : subschema.Evaluate(value, ref state, []);

    private readonly bool Refuse(Subschema subschema, JsonText name) => state.Collects
        && state.Fail(subschema.Segment, subschema.Node.Absolute, $"property '{name.ToString()}' is not allowed");

    private readonly bool EvaluateName(Subschema subschema, JsonText name)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(name.MaxUtf8Length);
        var value = new PropertyNameValue(buffer, name.CopyUtf8To(buffer));
        var valid = subschema.Node.Verdict == false
            ? Refuse(subschema, name)
            : subschema.Evaluate(value, ref state, []);
        ArrayPool<byte>.Shared.Return(buffer);
        return valid;
    }
}
