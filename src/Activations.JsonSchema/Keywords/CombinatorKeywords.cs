using Activations.JsonSchema.Evaluation;

namespace Activations.JsonSchema.Keywords;

/// <summary><c>allOf</c> (core §10.2.1.1).</summary>
internal sealed class AllOfKeyword(KeywordSite site, Subschema[] branches) : Keyword(site, InstanceKinds.Any, Phase.Applicator)
{
    public override bool Evaluate(int value, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        var valid = true;
        foreach (var branch in branches)
        {
            valid &= branch.Evaluate(value, ref state, evaluated);
            if (!valid && state.StopsAtFirst)
                return false;
        }

        return valid;
    }
}

/// <summary><c>not</c> (core §10.2.1.4).</summary>
internal sealed class NotKeyword(KeywordSite site, Subschema subschema, string message)
    : Keyword(site, InstanceKinds.Any, Phase.Applicator)
{
    public override bool Evaluate(int value, ref EvaluationState state, scoped Span<ulong> evaluated) =>
        !subschema.Matches(value, ref state, []) || Fail(value, state, message);
}

/// <summary><c>if</c>, <c>then</c> and <c>else</c> (core §10.2.2).</summary>
internal sealed class IfKeyword(KeywordSite site, Subschema condition, Subschema? then, Subschema? otherwise)
    : Keyword(site, InstanceKinds.Any, Phase.Applicator)
{
    public override bool Evaluate(int value, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        var holds = evaluated.IsEmpty
            ? condition.Matches(value, ref state, [])
            : TrackedBranch.Matches(condition, value, ref state, evaluated);
        var consequence = holds ? then : otherwise;
        return consequence is null || consequence.Evaluate(value, ref state, evaluated);
    }
}
