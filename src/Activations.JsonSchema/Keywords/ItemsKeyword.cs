using Activations.JsonSchema.Evaluation;

namespace Activations.JsonSchema.Keywords;

/// <summary><c>prefixItems</c> and <c>items</c> (core §10.3.1); draft-07's <c>items</c> and <c>additionalItems</c> alike.</summary>
internal sealed class ItemsKeyword(KeywordSite site, Subschema[] prefix, Subschema? rest)
    : Keyword(site, InstanceKinds.Array, Phase.Applicator)
{
    public override bool Evaluate<TValue>(TValue value, ref EvaluationState state, Span<ulong> evaluated)
    {
        var items = new Items<TValue>(prefix, rest, ref state, evaluated);
        value.VisitItems(ref items);
        return items.Valid;
    }

    private ref struct Items<TValue> : IJsonItemVisitor<TValue>
        where TValue : struct, IJsonValue<TValue>
    {
        private readonly Subschema[] prefix;
        private readonly Subschema? rest;
        private readonly ref EvaluationState state;
        private readonly Span<ulong> evaluated;
        private int position;

        public Items(Subschema[] prefix, Subschema? rest, ref EvaluationState state, Span<ulong> evaluated)
        {
            this.prefix = prefix;
            this.rest = rest;
            this.state = ref state;
            this.evaluated = evaluated;
            Valid = true;
        }

        public bool Valid { get; private set; }

        public bool Visit(TValue item)
        {
            var index = position++;
            var subschema = index < prefix.Length ? prefix[index] : rest;
            if (subschema is null)
                return false;

            ChildSet.Add(evaluated, index);
            Valid &= ItemSchema.Evaluate(subschema, item, index, ref state);
            return Valid || !state.StopsAtFirst;
        }
    }
}

/// <summary>Applies a schema to one item, at the item's own location.</summary>
internal static class ItemSchema
{
    public static bool Evaluate<TValue>(Subschema subschema, TValue item, int index, ref EvaluationState state)
        where TValue : struct, IJsonValue<TValue>
    {
        var collector = state.Collector;
        if (collector is null)
            return subschema.Node.Evaluate(item, ref state, []);

        var length = collector.Instance.Length;
        collector.Instance.PushIndex(index);
        var valid = subschema.Node.Verdict == false
            ? state.Fail(subschema.Segment, subschema.Node.Absolute, $"item {index} is not allowed: the array is too long")
            : subschema.Evaluate(item, ref state, []);
        collector.Instance.Return(length);
        return valid;
    }
}
