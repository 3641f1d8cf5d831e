using Activations.JsonSchema.Evaluation;

namespace Activations.JsonSchema.Keywords;

/// <summary>A schema as seen from a keyword that applies it.</summary>
/// <param name="Node">The schema.</param>
/// <param name="Segment">The step of the evaluation path that leads to it, such as <c>/properties/name</c>.</param>
internal sealed record Subschema(SchemaNode Node, string Segment)
{
    public bool Evaluate(int value, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        var collector = state.Collector;
        if (collector is null)
            return Node.Evaluate(value, ref state, evaluated);

        collector.Push(Segment);
        var valid = Node.Evaluate(value, ref state, evaluated);
        collector.Pop();
        return valid;
    }

    /// <summary>Evaluates for the verdict alone.</summary>
    public bool Matches(int value, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        var former = state.Silence();
        var valid = Node.Evaluate(value, ref state, evaluated);
        state.Unsilence(former);
        return valid;
    }

    /// <summary>Evaluates a child of the instance, for which a schema that allows nothing has words of its own.</summary>
    public bool EvaluateMember(int name, int value, ref EvaluationState state)
    {
        if (!state.Collects)
            return Node.Evaluate(value, ref state, []);

        return Node.Verdict != false
            ? Evaluate(value, ref state, [])
            : state.Fail(value, new KeywordSite(Segment, Node.Absolute), $"property '{state.Tape.String(name)}' is not allowed");
    }

    /// <summary>Evaluates a child of the instance, for which a schema that allows nothing has words of its own.</summary>
    public bool EvaluateItem(int index, int item, ref EvaluationState state)
    {
        if (!state.Collects)
            return Node.Evaluate(item, ref state, []);

        return Node.Verdict != false
            ? Evaluate(item, ref state, [])
            : state.Fail(item, new KeywordSite(Segment, Node.Absolute), $"item {index} is not allowed: the array is too long");
    }
}
