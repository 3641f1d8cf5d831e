using Activations.JsonSchema.Evaluation;

namespace Activations.JsonSchema.Keywords;

/// <summary><c>anyOf</c> (core §10.2.1.2).</summary>
internal sealed class AnyOfKeyword(KeywordSite site, Subschema[] branches) : Keyword(site, InstanceKinds.Any, Phase.Applicator)
{
    public override bool Evaluate(int value, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        var failures = AlternativeFailures.Begin(state.Collector);
        var valid = false;
        foreach (var branch in branches)
        {
            valid |= TrackedBranch.Evaluate(branch, value, ref state, evaluated);
            failures.EndBranch();
            if (valid && evaluated.IsEmpty)
                break;
        }

        failures.End();
        return valid || failures.Report(value, Site, "must match at least one of the alternatives", state);
    }
}

/// <summary><c>oneOf</c> (core §10.2.1.3).</summary>
internal sealed class OneOfKeyword(KeywordSite site, Subschema[] branches) : Keyword(site, InstanceKinds.Any, Phase.Applicator)
{
    public override bool Evaluate(int value, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        var failures = AlternativeFailures.Begin(state.Collector);
        var (first, second) = (-1, -1);
        for (var i = 0; i < branches.Length && second < 0; i++)
        {
            if (TrackedBranch.Evaluate(branches[i], value, ref state, evaluated))
                (first, second) = first < 0 ? (i, -1) : (first, i);

            failures.EndBranch();
        }

        failures.End();
        if (first < 0)
            return failures.Report(value, Site, "must match exactly one of the alternatives", state);

        return second < 0 || FailTwice(value, state, first, second);
    }

    private bool FailTwice(int value, in EvaluationState state, int first, int second) => state.Collects
        && Fail(value, state, $"must match exactly one of the alternatives, but matches both number {first + 1} and number {second + 1}");
}
