using System.Net;
using MongoDB.Bson;

namespace Activations.Robustness.Faults.MongoDb;

/// <summary>What the peer says of itself: the primary of a replica set, with all that drivers need for sessions and retryable writes.</summary>
internal sealed class PeerHello(IPEndPoint endPoint)
{
    private const int Mebibyte = 1024 * 1024;

    private readonly ObjectId process = ObjectId.GenerateNewId();

    /// <summary>Answers at once, or where a driver waits for news, when it has waited in vain.</summary>
    public async Task<BsonDocument> AnswerAsync(BsonDocument command, CancellationToken cancellationToken)
    {
        if (command.Contains("topologyVersion") && command.TryGetValue("maxAwaitTimeMS", out var wait))
            await Task.Delay(TimeSpan.FromMilliseconds(wait.ToInt64()), cancellationToken);
        var self = endPoint.ToString();
        return new BsonDocument
        {
            { "helloOk", true },
            { "isWritablePrimary", true },
            { "ismaster", true },
            { "topologyVersion", new BsonDocument { { "processId", process }, { "counter", 1L } } },
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
}
