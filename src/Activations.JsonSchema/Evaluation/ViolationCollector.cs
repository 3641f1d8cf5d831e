using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Evaluation;

/// <summary>Gathers violations, and keeps the path of evaluation that leads to them.</summary>
internal sealed class ViolationCollector(int capacity)
{
    // Locations may be long, and there may be many of them below one long name: together they are bounded.
    private const int MaxCharacters = 1_000_000;

    private readonly List<Failure> failures = [];
    private readonly List<string> path = [];
    private int limit = capacity;
    private long characters;

    public int Count => failures.Count;

    public bool IsFull => failures.Count >= limit || characters > MaxCharacters;

    public void Push(string segment) => path.Add(segment);

    public void Pop() => path.RemoveAt(path.Count - 1);

    public void Add(int value, string segment, string absolute, string message, string? missingProperty)
    {
        if (IsFull)
            return;

        var failure = new Failure(value, string.Concat(path) + segment, absolute, message, missingProperty);
        failures.Add(failure);
        characters += failure.Characters;
    }

    /// <summary>Takes the failures since <paramref name="start"/> out again.</summary>
    public List<Failure> TakeFrom(int start)
    {
        var taken = failures[start..];
        failures.RemoveRange(start, taken.Count);
        characters -= taken.Sum(failure => failure.Characters);
        return taken;
    }

    public void AddRange(List<Failure> more)
    {
        foreach (var failure in more)
        {
            if (IsFull)
                return;

            failures.Add(failure);
            characters += failure.Characters;
        }
    }

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
        var locations = FindLocations(tape);
        return
        [
            .. failures
                .Where(failure => locations.ContainsKey(failure.Value))
                .Select(failure => ToViolation(failure, locations[failure.Value]))
                .DistinctBy(v => (v.InstanceLocation, v.AbsoluteKeywordLocation, v.MissingProperty)),
        ];
    }

    private Dictionary<int, string> FindLocations(in JsonTape tape)
    {
        var pointers = new InstancePointers(tape, from: 0);
        var locations = new Dictionary<int, string>();
        var length = 0L;
        foreach (var value in failures.Select(failure => failure.Value).Distinct().Order())
        {
            if (length > MaxCharacters)
                break;

            locations[value] = pointers.To(value);
            length += locations[value].Length;
        }

        return locations;
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
