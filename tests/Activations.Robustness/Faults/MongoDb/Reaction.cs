using MongoDB.Bson;

namespace Activations.Robustness.Faults.MongoDb;

/// <summary>What the peer does with a command instead of executing and answering it.</summary>
internal sealed record Reaction
{
    /// <summary>The label with which a server says that a driver may repeat a write.</summary>
    private const string Retryable = "RetryableWriteError";

    /// <summary>Whether it is executed.</summary>
    public required bool IsApplied { get; init; }

    /// <summary>How long the answer waits; for ever if it never comes.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.Zero;

    /// <summary>What the answer waits for besides.</summary>
    public Task Until { get; init; } = Task.CompletedTask;

    /// <summary>What is answered, made from the engine's own answer; where there is nothing, the connection is closed.</summary>
    public required Func<BsonDocument, BsonDocument?> Answer { get; init; }

    /// <summary>Whether a majority has it when it is executed.</summary>
    public bool IsConfirmed { get; init; } = true;

    /// <summary>Whether drivers are to learn that the server's state has changed.</summary>
    public bool ChangesState { get; init; }

    /// <summary>The connection is closed.</summary>
    public static Reaction Close(bool isApplied) => new() { IsApplied = isApplied, Answer = _ => null };

    /// <summary>No answer ever comes.</summary>
    public static Reaction Silence(bool isApplied) => Close(isApplied) with { Wait = Timeout.InfiniteTimeSpan };

    /// <summary>The answer comes late.</summary>
    public static Reaction Delay(TimeSpan by) => new() { IsApplied = true, Wait = by, Answer = answer => answer };

    /// <summary>The server is no primary (any more).</summary>
    public static Reaction NotPrimary(bool isApplied, bool isRetryable) =>
        Refuse(isApplied, 10107, "NotWritablePrimary", "not primary", isRetryable) with { ChangesState = true };

    /// <summary>The time limit of the command has passed.</summary>
    public static Reaction TimeLimitExceeded(bool isApplied) =>
        Refuse(isApplied, 50, "MaxTimeMSExpired", "operation exceeded time limit", isRetryable: false);

    /// <summary>The command fails with a code.</summary>
    public static Reaction Refuse(bool isApplied, int code, string name, string message, bool isRetryable) => new()
    {
        IsApplied = isApplied,
        Answer = _ => Labelled(PeerEngine.Refusal(code, name, message), isRetryable),
    };

    /// <summary>It took place, but no majority confirmed it in time.</summary>
    public static Reaction WriteConcernTimeout() => Unconfirmed(64, "WriteConcernTimeout", isRetryable: false);

    /// <summary>It took place, but the server shuts down before a majority confirmed it.</summary>
    public static Reaction Shutdown() => Unconfirmed(91, "ShutdownInProgress", isRetryable: true) with { ChangesState = true };

    /// <summary>The write is refused, as if such a document were there.</summary>
    public static Reaction Duplicate(bool isApplied) => new()
    {
        IsApplied = isApplied,
        Answer = _ => new BsonDocument
        {
            { "n", 0 },
            {
                "writeErrors",
                new BsonArray
                {
                    new BsonDocument { { "index", 0 }, { "code", PeerCollection.DuplicateKey }, { "errmsg", "E11000 duplicate key error" } },
                }
            },
            { "ok", 1.0 },
        },
    };

    private static Reaction Unconfirmed(int code, string name, bool isRetryable) => new()
    {
        IsApplied = true,
        IsConfirmed = false,
        Answer = answer => Labelled(
            answer.Add("writeConcernError", new BsonDocument { { "code", code }, { "codeName", name }, { "errmsg", name } }),
            isRetryable),
    };

    private static BsonDocument Labelled(BsonDocument answer, bool isRetryable) =>
        isRetryable ? answer.Add("errorLabels", new BsonArray { Retryable }) : answer;
}
