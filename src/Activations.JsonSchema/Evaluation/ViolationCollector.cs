using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Evaluation;

/// <summary>Gathers violations, and keeps the path of evaluation that leads to them.</summary>
internal sealed class ViolationCollector(int capacity)
{
    private readonly List<Failure> failures = [];
    private readonly List<string> path = [];
    private int limit = capacity;

    public int Count => failures.Count;

    public bool IsFull => failures.Count >= limit;

    public void Push(string segment) => path.Add(segment);

    public void Pop() => path.RemoveAt(path.Count - 1);

    public void Add(int value, string segment, string absolute, string message, string? missingProperty)
    {
        if (!IsFull)
            failures.Add(new Failure(value, string.Concat(path) + segment, absolute, message, missingProperty));
    }

    /// <summary>Takes the failures since <paramref name="start"/> out again.</summary>
    public List<Failure> TakeFrom(int start)
    {
        var taken = failures[start..];
        failures.RemoveRange(start, taken.Count);
        return taken;
    }

    public void AddRange(List<Failure> more) => failures.AddRange(more.Take(Math.Max(0, limit - failures.Count)));

    /// <summary>Makes room for at most <paramref name="size"/> more, whatever the limit is, and returns the limit to put back.</summary>
    public int LimitTo(int size)
    {
        var former = limit;
        limit = failures.Count + size;
        return former;
    }

    public void RestoreLimit(int former) => limit = former;

    /// <summary>The violations in the order they were found, one for each failing location and keyword.</summary>
    public List<JsonSchemaViolation> ToViolations(in JsonTape tape)
    {
        var pointers = new InstancePointers(tape, from: 0);
        var locations = new Dictionary<int, string>();
        foreach (var value in failures.Select(failure => failure.Value).Distinct().Order())
            locations[value] = pointers.To(value);

        return
        [
            .. failures
                .Select(failure => ToViolation(failure, locations[failure.Value]))
                .DistinctBy(v => (v.InstanceLocation, v.AbsoluteKeywordLocation, v.MissingProperty)),
        ];
    }

    private static JsonSchemaViolation ToViolation(Failure failure, string location) => new()
    {
        InstanceLocation = location,
        KeywordLocation = failure.KeywordLocation,
        AbsoluteKeywordLocation = failure.Absolute,
        Message = failure.Message,
        MissingProperty = failure.MissingProperty,
    };
}
