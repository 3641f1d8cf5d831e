using System.Buffers;
using Activations.JsonSchema.Evaluation;

namespace Activations.JsonSchema.Keywords;

/// <summary>
/// The keywords that look at an object's members, in one pass over them: <c>properties</c>, <c>patternProperties</c>,
/// <c>additionalProperties</c>, <c>propertyNames</c> (core §10.3.2), and after it those that ask which names are present.
/// </summary>
internal sealed class ObjectKeyword(KeywordSite site, ObjectRules rules) : Keyword(site, InstanceKinds.Object, Phase.Applicator)
{
    private const int StackWords = 4;

    // Finding one name is as quick as visiting this many members.
    private const int MembersPerLookup = 3;

    public override bool Evaluate<TValue>(TValue value, ref EvaluationState state, Span<ulong> evaluated)
    {
        var words = ChildSet.Words(rules.Names.Count);
        ulong[]? rented = null;
        var present = words <= StackWords ? stackalloc ulong[StackWords] : rented = ArrayPool<ulong>.Shared.Rent(words);
        present = present[..Math.Max(words, 1)];
        present.Clear();
        var looksUp = rules.KnowsAllNames && evaluated.IsEmpty && rules.Names.Count <= 1 + (value.Count / MembersPerLookup);
        var valid = looksUp
            ? LookUpMembers(value, ref state, present)
            : EvaluateMembers(value, ref state, evaluated, present);
        foreach (var rule in rules.Presence)
        {
            if (!valid && state.StopsAtFirst)
                break;

            valid &= rule.Evaluate(value, present, ref state, evaluated);
        }

        if (rented is not null)
            ArrayPool<ulong>.Shared.Return(rented);

        return valid;
    }

    private bool LookUpMembers<TValue>(TValue value, ref EvaluationState state, Span<ulong> present)
        where TValue : struct, IJsonValue<TValue>
    {
        var members = new MemberVisitor<TValue>(rules, ref state, [], present);
        for (var slot = 0; slot < rules.Names.Count; slot++)
        {
            var name = rules.Names[slot];
            if (value.TryGetMember(name, out var member) && !members.Visit(JsonText.FromUtf8(name.Utf8), member))
                break;
        }

        return members.Valid;
    }

    private bool EvaluateMembers<TValue>(TValue value, ref EvaluationState state, Span<ulong> evaluated, Span<ulong> present)
        where TValue : struct, IJsonValue<TValue>
    {
        var members = new MemberVisitor<TValue>(rules, ref state, evaluated, present);
        value.VisitMembers(ref members);
        return members.Valid;
    }
}
