using Activations.JsonSchema.Evaluation;

namespace Activations.JsonSchema.Keywords;

/// <summary><c>$ref</c> (core §8.2.3.1).</summary>
internal sealed class RefKeyword(KeywordSite site, Subschema target) : Keyword(site, InstanceKinds.Any, Phase.Applicator)
{
    public override bool Evaluate(int value, ref EvaluationState state, scoped Span<ulong> evaluated) =>
        target.Evaluate(value, ref state, evaluated);
}

/// <summary>
/// <c>$dynamicRef</c> (core §8.2.3.2) whose initial target is a <c>$dynamicAnchor</c>: the outermost resource entered so far that has
/// an anchor of this name decides.
/// </summary>
internal sealed class DynamicRefKeyword(KeywordSite site, SchemaNode initial, string anchor)
    : Keyword(site, InstanceKinds.Any, Phase.Applicator)
{
    public override bool Evaluate(int value, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        if (!state.Spend(state.DynamicScope.Length >> 2))
            return false;

        var target = Find(state.DynamicScope);
        var collector = state.Collector;
        collector?.Push(Site.Segment);
        var valid = target.Evaluate(value, ref state, evaluated);
        collector?.Pop();
        return valid;
    }

    private SchemaNode Find(ReadOnlySpan<SchemaScope> scopes)
    {
        foreach (var scope in scopes)
        {
            if (scope.DynamicAnchors.TryGetValue(anchor, out var target))
                return target;
        }

        return initial;
    }
}
