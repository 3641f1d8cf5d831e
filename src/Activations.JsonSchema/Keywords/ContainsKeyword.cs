using Activations.JsonSchema.Evaluation;

namespace Activations.JsonSchema.Keywords;

/// <summary><c>contains</c> (core §10.3.1.3) with <c>minContains</c> and <c>maxContains</c> (validation §6.4.4, §6.4.5).</summary>
internal sealed class ContainsKeyword(Subschema subschema, ContainsKeyword.Bound least, ContainsKeyword.Bound? most)
    : Keyword(least.Site, InstanceKinds.Array, Phase.Applicator)
{
    public override bool Evaluate<TValue>(TValue value, ref EvaluationState state, Span<ulong> evaluated)
    {
        var items = new Items<TValue>(subschema, Enough(evaluated), ref state, evaluated);
        value.VisitItems(ref items);
        if (items.Matching < least.Count)
            return state.Collects && Fail(state, least, "at least");

        return most is null || items.Matching <= most.Count || (state.Collects && Fail(state, most, "at most"));
    }

    // The count that settles the verdict, unless every matching item has to be marked.
    private long Enough(Span<ulong> evaluated) => !evaluated.IsEmpty ? long.MaxValue : most is null ? least.Count : most.Count + 1;

    private static bool Fail(in EvaluationState state, Bound bound, string relation) => state.Fail(
        bound.Site.Segment,
        bound.Site.Absolute,
        $"must contain {relation} {bound.Count} {(bound.Count == 1 ? "item" : "items")} of the kind that the schema describes");

    internal sealed record Bound(KeywordSite Site, long Count);

    private ref struct Items<TValue> : IJsonItemVisitor<TValue>
        where TValue : struct, IJsonValue<TValue>
    {
        private readonly Subschema subschema;
        private readonly long enough;
        private readonly ref EvaluationState state;
        private readonly Span<ulong> evaluated;
        private int position;

        public Items(Subschema subschema, long enough, ref EvaluationState state, Span<ulong> evaluated)
        {
            this.subschema = subschema;
            this.enough = enough;
            this.state = ref state;
            this.evaluated = evaluated;
        }

        public int Matching { get; private set; }

        public bool Visit(TValue item)
        {
            var index = position++;
            if (Matching >= enough)
                return false;
            if (!subschema.Matches(item, ref state, []))
                return true;

            Matching++;
            ChildSet.Add(evaluated, index);
            return true;
        }
    }
}
