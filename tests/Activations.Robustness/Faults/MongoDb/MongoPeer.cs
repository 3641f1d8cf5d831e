using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MongoDB.Bson;

namespace Activations.Robustness.Faults.MongoDb;

/// <summary>
/// A MongoDB of the suite's own, on loopback: the primary of a replica set of one, in memory, as far as the service needs
/// it. What it does with a command can be scripted, and it remembers the commands that it was sent.
/// </summary>
internal sealed class MongoPeer : IAsyncDisposable
{
    private readonly LoopbackListener listener;
    private readonly PeerEngine engine = new();
    private readonly PeerHello hello;
    private readonly ConcurrentQueue<PeerCommand> commands = [];

    private MongoPeer()
    {
        listener = new LoopbackListener(ServeAsync);
        hello = new PeerHello(listener.EndPoint);
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => listener.EndPoint;

    /// <summary>How the service reaches it.</summary>
    public string ConnectionString => $"mongodb://{EndPoint}/?directConnection=true";

    /// <summary>What it is to do with commands.</summary>
    public PeerScript Script { get; } = new();

    /// <summary>The commands that it was sent so far, apart from those about the server itself.</summary>
    public IReadOnlyCollection<PeerCommand> Commands => commands;

    /// <summary>Starts one, on a free port.</summary>
    public static MongoPeer Start() => new();

    /// <summary>There is a majority again, and it has all that was written.</summary>
    public void Confirm() => engine.Confirm();

    /// <summary>The documents of a collection that a majority has.</summary>
    public IReadOnlyList<BsonDocument> Read(string collection, string database = "activations") =>
        engine.Read(database, collection);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => listener.DisposeAsync();

    private async Task ServeAsync(NetworkStream client, CancellationToken cancellationToken)
    {
        while (await WireMessage.ReadAsync(client, cancellationToken) is { } message)
        {
            var command = new PeerCommand(message.ReadDocument());
            var answer = command.IsHello
                ? await hello.AnswerAsync(command.Document, cancellationToken)
                : await AnswerAsync(command, cancellationToken);
            if (answer is null)
                return;
            await client.WriteAsync(message.Answer(answer).Bytes, cancellationToken);
        }
    }

    private async Task<BsonDocument?> AnswerAsync(PeerCommand command, CancellationToken cancellationToken)
    {
        commands.Enqueue(command);
        var reaction = Script.ReactionTo(command);
        if (reaction is null)
            return Execute(command);

        var answer = reaction.IsApplied ? Execute(command, reaction.IsConfirmed) : [];
        await Task.Delay(reaction.Wait, cancellationToken);
        await reaction.Until.WaitAsync(cancellationToken);
        if (reaction.ChangesState)
            hello.Change();
        return reaction.Answer(answer)?.Add("topologyVersion", hello.TopologyVersion);
    }

    private BsonDocument Execute(PeerCommand command, bool isConfirmed = true)
    {
        try
        {
            return engine.Execute(command, isConfirmed);
        }
        catch (NotSupportedException e)
        {
            return PeerEngine.Refusal(238, "NotImplemented", e.Message);
        }
    }
}
