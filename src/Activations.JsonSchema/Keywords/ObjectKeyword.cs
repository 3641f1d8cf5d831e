using System.Buffers;
using Activations.JsonSchema.Evaluation;

namespace Activations.JsonSchema.Keywords;

/// <summary>
/// The keywords that look at an object's members, in one pass over them: <c>properties</c>, <c>patternProperties</c>,
/// <c>additionalProperties</c>, <c>propertyNames</c> (core §10.3.2), and after it those that ask which names are present.
/// </summary>
internal sealed class ObjectKeyword(KeywordSite site, ObjectRules rules) : Keyword(site, InstanceKinds.Object, Phase.Applicator)
{
    public override bool Evaluate(int value, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        if (!state.Spend(rules.Effort))
            return false;

        var words = ChildSet.Words(rules.Names.Count);
        var word = 0UL;
        var rented = words > 1 ? ArrayPool<ulong>.Shared.Rent(words) : null;
        var present = rented is null ? new Span<ulong>(ref word) : rented.AsSpan(0, words);
        if (rented is not null)
            present.Clear();

        var valid = rules.IsPlain && evaluated.IsEmpty && state.Collector is null
            ? MatchesPlainly(value, ref state, present)
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

    // The common case of the method below: each member has at most one schema, and only the verdict counts.
    private bool MatchesPlainly(int value, ref EvaluationState state, scoped Span<ulong> present)
    {
        var end = state.Tape[value].End;
        var unseen = rules.IgnoresUnknownNames ? rules.Names.Count : int.MaxValue;
        for (var name = value + 1; name < end && unseen > 0; name = state.Tape[name + 1].End)
        {
            var slot = rules.Names.Find(state.Tape, name);
            var schema = rules.Additional?.Node;
            if (slot >= 0)
            {
                ChildSet.Add(present, slot);
                schema = rules.ByName[slot];
                unseen--;
            }

            if (schema is not null && !schema.Evaluate(name + 1, ref state, []))
                return false;
        }

        return true;
    }

    private bool EvaluateMembers(int value, ref EvaluationState state, scoped Span<ulong> evaluated, scoped Span<ulong> present)
    {
        var valid = true;
        var end = state.Tape[value].End;
        var position = 0;
        for (var name = value + 1; name < end; name = state.Tape[name + 1].End)
        {
            var index = position++;
            var slot = rules.Names.Find(state.Tape, name);
            if (slot < 0 && rules.IgnoresUnknownNames)
                continue;
            if (slot >= 0)
                ChildSet.Add(present, slot);

            valid &= EvaluateMember(name, slot < 0 ? null : rules.Properties[slot], ref state, out var isKnown);
            if (isKnown)
                ChildSet.Add(evaluated, index);
            if (!valid && state.StopsAtFirst)
                break;
        }

        return valid;
    }

    private bool EvaluateMember(int name, Subschema? property, ref EvaluationState state, out bool isKnown)
    {
        isKnown = property is not null;
        var valid = property is null || property.EvaluateMember(name, name + 1, ref state);
        if (rules.Patterns.Length > 0)
            valid &= EvaluatePatterns(name, ref state, ref isKnown);

        if (!isKnown && rules.Additional is not null)
        {
            isKnown = true;
            valid &= rules.Additional.EvaluateMember(name, name + 1, ref state);
        }

        // The name is an instance of its own here (core §10.3.2.4).
        return rules.PropertyNames is null ? valid : rules.PropertyNames.EvaluateMember(name, name, ref state) & valid;
    }

    private bool EvaluatePatterns(int name, ref EvaluationState state, ref bool isKnown)
    {
        var valid = true;
        foreach (var rule in rules.Patterns)
        {
            if (!state.Spend(1 + rule.Pattern.EffortOn(state.Tape[name].Length)))
                return false;
            if (!rule.Pattern.IsMatch(state.Tape.Text(name)))
                continue;

            isKnown = true;
            valid &= rule.Subschema.EvaluateMember(name, name + 1, ref state);
        }

        return valid;
    }
}
