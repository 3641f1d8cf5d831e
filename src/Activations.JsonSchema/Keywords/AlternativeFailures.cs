using Activations.JsonSchema.Compilation;
using Activations.JsonSchema.Evaluation;
using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Keywords;

/// <summary>
/// Why each branch of an <c>anyOf</c> or <c>oneOf</c> failed, to tell it in one violation. When all branches but one are for values of
/// another type, the violations of that one are what the reader wants, and they follow.
/// </summary>
internal struct AlternativeFailures
{
    private const int PerBranch = 8;
    private const int Told = 4;
    private const int LongestReason = 500;

    private readonly ViolationCollector? collector;
    private readonly List<List<Failure>>? branches;
    private readonly int start;
    private int formerLimit;

    private AlternativeFailures(ViolationCollector? collector)
    {
        this.collector = collector;
        if (collector is null)
            return;

        branches = [];
        start = collector.Count;
        formerLimit = collector.LimitTo(PerBranch);
    }

    public static AlternativeFailures Begin(ViolationCollector? collector) => new(collector);

    public readonly void EndBranch()
    {
        if (branches is null)
            return;

        branches.Add(collector!.TakeFrom(start));
        collector.LimitTo(PerBranch);
    }

    public readonly void End() => collector?.RestoreLimit(formerLimit);

    public readonly bool Report(int value, KeywordSite site, string message, in EvaluationState state)
    {
        if (branches is null)
            return false;

        state.Fail(value, site, Describe(message, value, state.Tape));
        var fitting = branches.Where(branch => branch.Count > 0 && !branch.Exists(failure => IsOfType(failure, value))).ToList();
        if (fitting.Count == 1 && branches.Count > 1)
            collector!.AddRange(fitting[0]);

        return false;
    }

    private static bool IsOfType(Failure failure, int value) =>
        failure.Value == value && failure.KeywordLocation.EndsWith("/type", StringComparison.Ordinal);

    private readonly string Describe(string message, int value, in JsonTape tape)
    {
        var reasons = new List<string>();
        foreach (var branch in branches!)
        {
            var reason = branch.Count > 0 && reasons.Count < Told ? Describe(branch[0], value, tape) : null;
            if (reason is not null && !reasons.Contains(reason))
                reasons.Add(reason);
        }

        return reasons.Count == 0 ? message : $"{message}: {string.Join("; or ", reasons)}";
    }

    private static string Describe(Failure failure, int value, in JsonTape tape)
    {
        var below = new InstancePointers(tape, value).To(failure.Value);
        var reason = below.Length == 0 ? failure.Message : $"'{below[1..]}' {failure.Message}";
        return Wording.Cut(reason, LongestReason);
    }
}
