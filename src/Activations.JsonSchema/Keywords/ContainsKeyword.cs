using Activations.JsonSchema.Evaluation;

namespace Activations.JsonSchema.Keywords;

/// <summary><c>contains</c> (core §10.3.1.3) with <c>minContains</c> and <c>maxContains</c> (validation §6.4.4, §6.4.5).</summary>
internal sealed class ContainsKeyword(Subschema subschema, ContainsKeyword.Bound least, ContainsKeyword.Bound? most)
    : Keyword(least.Site, InstanceKinds.Array, Phase.Applicator)
{
    public override bool Evaluate(int value, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        var matching = Count(value, ref state, evaluated);
        if (matching < least.Count)
            return state.Collects && Fail(value, state, least, "at least");

        return most is null || matching <= most.Count || (state.Collects && Fail(value, state, most, "at most"));
    }

    private int Count(int value, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        // The count that settles the verdict, unless every matching item has to be marked.
        var enough = !evaluated.IsEmpty ? long.MaxValue : most is null ? least.Count : most.Count + 1;
        var matching = 0;
        var index = 0;
        var end = state.Tape[value].End;
        for (var item = value + 1; item < end && matching < enough; item = state.Tape[item].End, index++)
        {
            if (!subschema.Matches(item, ref state, []))
                continue;

            matching++;
            ChildSet.Add(evaluated, index);
        }

        return matching;
    }

    private static bool Fail(int value, in EvaluationState state, Bound bound, string relation) => state.Fail(
        value,
        bound.Site,
        $"must contain {relation} {bound.Count} {(bound.Count == 1 ? "item" : "items")} of the kind that the schema describes");

    internal sealed record Bound(KeywordSite Site, long Count);
}
