using Activations.JsonSchema.Evaluation;

namespace Activations.JsonSchema.Keywords;

/// <summary>A schema as seen from a keyword that applies it.</summary>
/// <param name="Node">The schema.</param>
/// <param name="Segment">The step of the evaluation path that leads to it, such as <c>/properties/name</c>.</param>
internal sealed record Subschema(SchemaNode Node, string Segment)
{
    public bool Evaluate<TValue>(TValue value, ref EvaluationState state, Span<ulong> evaluated)
        where TValue : struct, IJsonValue<TValue>
    {
        var collector = state.Collector;
        if (collector is null)
            return Node.Evaluate(value, ref state, evaluated);

        var length = collector.Schema.Length;
        collector.Schema.Push(Segment);
        var valid = Node.Evaluate(value, ref state, evaluated);
        collector.Schema.Return(length);
        return valid;
    }

    /// <summary>Evaluates for the verdict alone.</summary>
    public bool Matches<TValue>(TValue value, ref EvaluationState state, Span<ulong> evaluated)
        where TValue : struct, IJsonValue<TValue>
    {
        state.Silence();
        var valid = Node.Evaluate(value, ref state, evaluated);
        state.Unsilence();
        return valid;
    }
}
