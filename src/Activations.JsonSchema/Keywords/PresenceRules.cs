using Activations.JsonSchema.Evaluation;

namespace Activations.JsonSchema.Keywords;

/// <summary>A rule about which properties an object has, told by the slots of their names.</summary>
internal abstract class PresenceRule
{
    public abstract bool Evaluate(
        int value, scoped ReadOnlySpan<ulong> present, ref EvaluationState state, scoped Span<ulong> evaluated);
}

/// <summary>A property that a rule asks for.</summary>
internal readonly record struct NamedSlot(string Name, int Slot);

/// <summary><c>required</c> (validation §6.5.3).</summary>
internal sealed class RequiredRule(KeywordSite site, NamedSlot[] required) : PresenceRule
{
    // All of them, when they fit a word of the set.
    private readonly ulong word = required.All(name => name.Slot < 64)
        ? required.Aggregate(0UL, (bits, name) => bits | (1UL << name.Slot))
        : 0;

    public override bool Evaluate(
        int value, scoped ReadOnlySpan<ulong> present, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        if (word != 0 && (present[0] & word) == word)
            return true;

        var valid = true;
        foreach (var (name, slot) in required)
        {
            if (ChildSet.Contains(present, slot))
                continue;

            valid = false;
            if (state.StopsAtFirst)
                break;

            state.Fail(value, site, $"required property '{name}' is missing", name);
        }

        return valid;
    }
}

/// <summary><c>dependentRequired</c> (validation §6.5.4), and the arrays of draft-07's <c>dependencies</c>.</summary>
internal sealed class DependentRequiredRule(KeywordSite site, NamedSlot trigger, NamedSlot[] required) : PresenceRule
{
    public override bool Evaluate(
        int value, scoped ReadOnlySpan<ulong> present, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        if (!ChildSet.Contains(present, trigger.Slot))
            return true;
        if (!state.Spend(required.Length >> 2))
            return false;

        var valid = true;
        foreach (var (name, slot) in required)
        {
            if (ChildSet.Contains(present, slot))
                continue;

            valid = false;
            if (state.StopsAtFirst)
                break;

            var message = $"required property '{name}' is missing: it has to be present when '{trigger.Name}' is";
            state.Fail(value, site, message, name);
        }

        return valid;
    }
}

/// <summary><c>dependentSchemas</c> (core §10.2.2.4), and the schemas of draft-07's <c>dependencies</c>.</summary>
internal sealed class DependentSchemaRule(NamedSlot trigger, Subschema subschema) : PresenceRule
{
    public override bool Evaluate(
        int value, scoped ReadOnlySpan<ulong> present, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        if (!ChildSet.Contains(present, trigger.Slot))
            return true;

        return subschema.Node.Verdict == false
            ? Refuse(value, state)
            : subschema.Evaluate(value, ref state, evaluated);
    }

    private bool Refuse(int value, in EvaluationState state) => state.Collects
        && state.Fail(value, new KeywordSite(subschema.Segment, subschema.Node.Absolute), $"property '{trigger.Name}' is not allowed");
}
