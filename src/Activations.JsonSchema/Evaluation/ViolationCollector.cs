namespace Activations.JsonSchema.Evaluation;

/// <summary>Gathers violations with the two paths that lead to them.</summary>
internal sealed class ViolationCollector(int capacity)
{
    private readonly List<JsonSchemaViolation> violations = [];
    private int limit = capacity;

    public PointerPath Instance { get; } = new();

    public PointerPath Schema { get; } = new();

    public int Count => violations.Count;

    public bool IsFull => violations.Count >= limit;

    public void Add(string segment, string absolute, string message, string? missingProperty)
    {
        if (IsFull)
            return;

        violations.Add(new JsonSchemaViolation
        {
            InstanceLocation = Instance.ToString(),
            KeywordLocation = Schema + segment,
            AbsoluteKeywordLocation = absolute,
            Message = message,
            MissingProperty = missingProperty,
        });
    }

    /// <summary>Takes the violations since <paramref name="start"/> out again.</summary>
    public List<JsonSchemaViolation> TakeFrom(int start)
    {
        var taken = violations[start..];
        violations.RemoveRange(start, taken.Count);
        return taken;
    }

    public void AddRange(List<JsonSchemaViolation> more) =>
        violations.AddRange(more.Take(Math.Max(0, limit - violations.Count)));

    /// <summary>Makes room for at most <paramref name="size"/> more, whatever the limit is, and returns the limit to put back.</summary>
    public int LimitTo(int size)
    {
        var former = limit;
        limit = violations.Count + size;
        return former;
    }

    public void RestoreLimit(int former) => limit = former;

    /// <summary>The violations, one for each failing location and keyword.</summary>
    public IReadOnlyList<JsonSchemaViolation> Distinct() =>
        [.. violations.DistinctBy(v => (v.InstanceLocation, v.AbsoluteKeywordLocation, v.MissingProperty))];
}
