using Activations.JsonSchema.Evaluation;

namespace Activations.JsonSchema.Keywords;

/// <summary>
/// Why each branch of an <c>anyOf</c> or <c>oneOf</c> failed, to tell it in one violation. When all branches but one are for values of
/// another type, the violations of that one are what the reader wants, and they follow.
/// </summary>
internal struct AlternativeFailures
{
    private const int PerBranch = 8;
    private const int Told = 4;

    private readonly ViolationCollector? collector;
    private readonly List<List<JsonSchemaViolation>>? branches;
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

    public readonly bool Report(KeywordSite site, string message, ref EvaluationState state)
    {
        if (branches is null)
            return false;

        var here = collector!.Instance.ToString();
        state.Fail(site.Segment, site.Absolute, Describe(message, here));
        var fitting = branches.Where(branch => branch.Count > 0 && !branch.Exists(violation => IsOfType(violation, here))).ToList();
        if (fitting.Count == 1 && branches.Count > 1)
            collector.AddRange(fitting[0]);

        return false;
    }

    private static bool IsOfType(JsonSchemaViolation violation, string here) =>
        violation.InstanceLocation == here && violation.KeywordLocation.EndsWith("/type", StringComparison.Ordinal);

    private readonly string Describe(string message, string here)
    {
        var reasons = branches!
            .Where(branch => branch.Count > 0)
            .Select(branch => Describe(branch[0], here))
            .Distinct()
            .Take(Told)
            .ToList();
        return reasons.Count == 0 ? message : $"{message}: {string.Join("; or ", reasons)}";
    }

    private static string Describe(JsonSchemaViolation violation, string here)
    {
        var below = violation.InstanceLocation[here.Length..];
        return below.Length == 0 ? violation.Message : $"'{below[1..]}' {violation.Message}";
    }
}
