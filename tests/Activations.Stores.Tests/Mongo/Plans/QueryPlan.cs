using MongoDB.Bson;

namespace Activations.Stores.Tests.Mongo.Plans;

/// <summary>
/// What MongoDB answers to <c>explain</c> with <c>executionStats</c>: of a find, an update or a delete; of an aggregation,
/// whose reading part is within its first stage unless all of it was pushed down; and of either on several shards.
/// </summary>
/// <param name="answer">The answer.</param>
internal sealed class QueryPlan(BsonDocument answer)
{
    private const string WinningPlan = "winningPlan";
    private const string ExecutionStats = "executionStats";

    private static readonly string[] ByIndex =
    [
        "IXSCAN", "IDHACK", "COUNT_SCAN", "DISTINCT_SCAN", "CLUSTERED_IXSCAN", "EXPRESS_IXSCAN", "EXPRESS_CLUSTERED_IXSCAN",
    ];

    /// <summary>The names of all stages of the plans that were chosen.</summary>
    public IReadOnlyList<string> Stages { get; } =
        [.. Find(answer, WinningPlan).SelectMany(plan => Find(plan, "stage")).Select(stage => stage.AsString)];

    /// <summary>How many documents were looked at, by all servers.</summary>
    public long Documents { get; } = Total(answer, "totalDocsExamined");

    /// <summary>How many keys of indexes were looked at, by all servers.</summary>
    public long Keys { get; } = Total(answer, "totalKeysExamined");

    /// <summary>Whether it reads by an index, or knows without reading that there is nothing.</summary>
    public bool IsByIndex => Stages.Any(ByIndex.Contains) || Stages.Contains("EOF");

    /// <summary>Whether it reads a collection from end to end.</summary>
    public bool IsScan => Stages.Contains("COLLSCAN");

    /// <summary>Where it does not keep what is promised.</summary>
    public IEnumerable<string> Faults(QueryPromise promise)
    {
        if (Stages.Count == 0 || !Find(answer, ExecutionStats).Any())
            yield return "the answer has no plan, or none that was carried out";
        if (IsScan && !promise.MayScan)
            yield return "it reads the collection without an index";
        else if (!IsScan && !IsByIndex)
            yield return "it is not known how it reads";
        if (Stages.Contains("SORT") && !promise.MaySort)
            yield return "it sorts in memory";
        if (Documents > promise.MaxDocuments)
            yield return $"it looks at {Documents} documents rather than {promise.MaxDocuments}";
    }

    public override string ToString() => $"{string.Join(" < ", Stages)}, {Keys} keys, {Documents} documents";

    private static long Total(BsonDocument answer, string count) =>
        Find(answer, ExecutionStats).Sum(stats => stats.AsBsonDocument.GetValue(count, 0).ToInt64());

    /// <summary>The outermost members of that name, apart from the plans that were not chosen.</summary>
    private static IEnumerable<BsonValue> Find(BsonValue value, string name) => value switch
    {
        BsonArray array => array.SelectMany(item => Find(item, name)),
        BsonDocument document => document
            .Where(member => member.Name is not ("rejectedPlans" or "command"))
            .SelectMany(member => member.Name == name
                ? [member.Value]
                : Find(member.Value, name)),
        _ => [],
    };
}
