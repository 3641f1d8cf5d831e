using Activations.JsonSchema.Evaluation;

namespace Activations.JsonSchema.Keywords;

/// <summary><c>unevaluatedProperties</c> (core §11.3).</summary>
internal sealed class UnevaluatedPropertiesKeyword(KeywordSite site, Subschema subschema)
    : Keyword(site, InstanceKinds.Object, Phase.Unevaluated)
{
    public override bool Evaluate<TValue>(TValue value, ref EvaluationState state, Span<ulong> evaluated)
    {
        var members = new Members<TValue>(subschema, ref state, evaluated);
        value.VisitMembers(ref members);
        return members.Valid;
    }

    private ref struct Members<TValue> : IJsonMemberVisitor<TValue>
        where TValue : struct, IJsonValue<TValue>
    {
        private readonly Subschema subschema;
        private readonly ref EvaluationState state;
        private readonly Span<ulong> evaluated;
        private int position;

        public Members(Subschema subschema, ref EvaluationState state, Span<ulong> evaluated)
        {
            this.subschema = subschema;
            this.state = ref state;
            this.evaluated = evaluated;
            Valid = true;
        }

        public bool Valid { get; private set; }

        public bool Visit(JsonText name, TValue value)
        {
            var index = position++;
            if (ChildSet.Contains(evaluated, index))
                return true;

            ChildSet.Add(evaluated, index);
            Valid &= state.Collects ? Collect(name, value) : subschema.Node.Evaluate(value, ref state, []);
            return Valid || !state.StopsAtFirst;
        }

        private readonly bool Collect(JsonText name, TValue value)
        {
            var collector = state.Collector!;
            var length = collector.Instance.Length;
            collector.Instance.PushToken(name.ToString());
            var valid = subschema.Node.Verdict == false
                ? state.Fail(subschema.Segment, subschema.Node.Absolute, $"property '{name.ToString()}' is not allowed")
                : subschema.Evaluate(value, ref state, []);
            collector.Instance.Return(length);
            return valid;
        }
    }
}

/// <summary><c>unevaluatedItems</c> (core §11.2).</summary>
internal sealed class UnevaluatedItemsKeyword(KeywordSite site, Subschema subschema)
    : Keyword(site, InstanceKinds.Array, Phase.Unevaluated)
{
    public override bool Evaluate<TValue>(TValue value, ref EvaluationState state, Span<ulong> evaluated)
    {
        var items = new Items<TValue>(subschema, ref state, evaluated);
        value.VisitItems(ref items);
        return items.Valid;
    }

    private ref struct Items<TValue> : IJsonItemVisitor<TValue>
        where TValue : struct, IJsonValue<TValue>
    {
        private readonly Subschema subschema;
        private readonly ref EvaluationState state;
        private readonly Span<ulong> evaluated;
        private int position;

        public Items(Subschema subschema, ref EvaluationState state, Span<ulong> evaluated)
        {
            this.subschema = subschema;
            this.state = ref state;
            this.evaluated = evaluated;
            Valid = true;
        }

        public bool Valid { get; private set; }

        public bool Visit(TValue item)
        {
            var index = position++;
            if (ChildSet.Contains(evaluated, index))
                return true;

            ChildSet.Add(evaluated, index);
            Valid &= ItemSchema.Evaluate(subschema, item, index, ref state);
            return Valid || !state.StopsAtFirst;
        }
    }
}
