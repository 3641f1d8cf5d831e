using System.Net;
using MongoDB.Bson;

namespace Activations.Robustness.Faults.MongoDb;

/// <summary>What the peer says of itself: the primary of a replica set, with all that drivers need for sessions and retryable writes.</summary>
internal sealed class PeerHello(IPEndPoint endPoint)
{
    private const int Mebibyte = 1024 * 1024;

    private readonly ObjectId process = ObjectId.GenerateNewId();
    private readonly Lock stateLock = new();
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long counter = 1;

    /// <summary>The number of its state, which drivers compare.</summary>
    public BsonDocument TopologyVersion
    {
        get
        {
            lock (stateLock)
            {
                return new BsonDocument { { "processId", process }, { "counter", counter } };
            }
        }
    }

    /// <summary>Tells drivers that the state has changed, as when a primary was elected anew.</summary>
    public void Change()
    {
        lock (stateLock)
        {
            counter++;
            changed.SetResult();
            changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Answers at once, or where a driver waits for news, when there is some or it has waited in vain.</summary>
    public async Task<BsonDocument> AnswerAsync(BsonDocument command, CancellationToken cancellationToken)
    {
        if (command.TryGetValue("topologyVersion", out var known) && command.TryGetValue("maxAwaitTimeMS", out var wait))
            await WaitForNewsAsync(known["counter"].ToInt64(), TimeSpan.FromMilliseconds(wait.ToInt64()), cancellationToken);
        var self = endPoint.ToString();
        return new BsonDocument
        {
            { "helloOk", true },
            { "isWritablePrimary", true },
            { "ismaster", true },
            { "topologyVersion", TopologyVersion },
            { "setName", "rs" },
            { "setVersion", 1 },
            { "hosts", new BsonArray { self } },
            { "primary", self },
            { "me", self },
            { "maxBsonObjectSize", 16 * Mebibyte },
            { "maxMessageSizeBytes", 48 * Mebibyte },
            { "maxWriteBatchSize", 100_000 },
            { "logicalSessionTimeoutMinutes", 30 },
            { "minWireVersion", 0 },
            { "maxWireVersion", 25 },
            { "readOnly", false },
            { "ok", 1.0 },
        };
    }

    private async Task WaitForNewsAsync(long known, TimeSpan patience, CancellationToken cancellationToken)
    {
        Task news;
        lock (stateLock)
        {
            if (known < counter)
                return;
            news = changed.Task;
        }

        await Task.WhenAny(news, Task.Delay(patience, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
    }
}
