using System.Collections.Concurrent;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Driver.Core.Events;

namespace Activations.Stores.Tests.Mongo.Plans;

/// <summary>Collects what the store itself sends, with what is promised of its cost.</summary>
internal sealed class SentCommands
{
    private static readonly string[] Explained = ["find", "aggregate", "update", "delete"];

    // Of the session, the transaction and the concerns: explain takes none of them within.
    private static readonly string[] OfTransport =
        ["$db", "lsid", "$clusterTime", "txnNumber", "readConcern", "writeConcern", "$readPreference", "apiVersion"];

    private readonly ConcurrentQueue<SentCommand> sent = [];
    private volatile QueryPromise? promise;

    /// <summary>What was collected.</summary>
    public IReadOnlyCollection<SentCommand> All => sent;

    /// <summary>Is shown each command.</summary>
    public void Watch(CommandStartedEvent started)
    {
        if (promise is not { } current || !Explained.Contains(started.CommandName))
            return;
        // The driver's own may not be changed, and ends with the call.
        var command = BsonSerializer.Deserialize<BsonDocument>(started.Command.ToBson());
        foreach (var member in OfTransport)
            command.Remove(member);
        sent.Enqueue(new SentCommand(command, current));
    }

    /// <summary>Collects what is sent meanwhile; one at a time.</summary>
    public async Task<T> ExpectAsync<T>(QueryPromise promised, Func<Task<T>> call)
    {
        promise = promised;
        try
        {
            return await call();
        }
        finally
        {
            promise = null;
        }
    }
}

/// <summary>A command, and what is promised of it.</summary>
/// <param name="Command">What was sent, as <c>explain</c> takes it.</param>
/// <param name="Promise">What is promised.</param>
internal sealed record SentCommand(BsonDocument Command, QueryPromise Promise)
{
    public string Name => Command.GetElement(0).Name;

    public string Collection => Command[0].AsString;

    /// <summary>The command that explains it, and carries it out as far as it reads.</summary>
    public BsonDocument ToExplain() => new() { { "explain", Command }, { "verbosity", "executionStats" } };
}

/// <summary>What is promised of a query, whatever others have stored.</summary>
/// <param name="MaxDocuments">How many documents it looks at, at most.</param>
internal sealed record QueryPromise(int MaxDocuments)
{
    /// <summary>Whether what it finds may be sorted in memory.</summary>
    public bool MaySort { get; init; }

    /// <summary>Whether it may read the collection without an index.</summary>
    public bool MayScan { get; init; }
}
