using System.Net;
using System.Net.Sockets;

namespace Activations.Robustness.Faults.MongoDb;

/// <summary>
/// Stands between the service and a MongoDB on loopback and passes everything on, message by message, but for the fault
/// that it is set to.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly EndPoint target;
    private readonly Lock faultLock = new();
    private LoopbackListener? listener;
    private ProxyFault fault = ProxyFault.None;
    private TaskCompletionSource faultChanged = NewSignal();

    private FaultProxy(EndPoint target)
    {
        this.target = target;
        listener = new LoopbackListener(ServeAsync);
        EndPoint = listener.EndPoint;
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>How the service reaches the MongoDB through here.</summary>
    public string ConnectionString => $"mongodb://{EndPoint}/?directConnection=true";

    /// <summary>What is wrong at present.</summary>
    public ProxyFault Fault
    {
        get
        {
            lock (faultLock)
            {
                return fault;
            }
        }
    }

    /// <summary>Starts one, on a free port.</summary>
    /// <param name="target">Where the MongoDB listens.</param>
    public static FaultProxy Start(EndPoint target) => new(target);

    /// <summary>Begins a fault, or with <see cref="ProxyFault.None"/> ends it.</summary>
    public async Task SetAsync(ProxyFault next)
    {
        TaskCompletionSource changed;
        lock (faultLock)
        {
            fault = next;
            (changed, faultChanged) = (faultChanged, NewSignal());
        }

        changed.SetResult();
        if (next.RefusesConnections && listener is { } open)
        {
            listener = null;
            await open.DisposeAsync();
        }
        else if (!next.RefusesConnections)
        {
            listener ??= new LoopbackListener(ServeAsync, EndPoint.Port);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (listener is not null)
            await listener.DisposeAsync();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ServeAsync(NetworkStream client, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(target, cancellationToken);
        await using var server = new NetworkStream(socket);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var connection = new Connection();
        Task[] ways =
        [
            PassRequestsAsync(connection, client, server, ended.Token),
            PassAnswersAsync(connection, server, client, ended.Token),
        ];
        await Task.WhenAny(ways);
        await ended.CancelAsync();
        await Task.WhenAll(ways);
    }

    private async Task PassRequestsAsync(
        Connection connection, NetworkStream client, NetworkStream server, CancellationToken cancellationToken)
    {
        while (await WireMessage.ReadAsync(client, cancellationToken) is { } request)
        {
            var command = new PeerCommand(request.ReadDocument());
            var current = await WaitAsync(connection, cancellationToken);
            var what = current.Of(command);
            if (what == Interruption.CutBefore)
                return;
            if (what == Interruption.CutAfter)
                connection.CutAtAnswerTo = request.Id;
            if (what == Interruption.Swallow)
                connection.IsDead = true;
            if (!connection.IsDead)
                await server.WriteAsync(request.Bytes, cancellationToken);
        }
    }

    private async Task PassAnswersAsync(
        Connection connection, NetworkStream server, NetworkStream client, CancellationToken cancellationToken)
    {
        while (await WireMessage.ReadAsync(server, cancellationToken) is { } answer)
        {
            if (answer.ResponseTo == connection.CutAtAnswerTo)
                return;
            await WaitAsync(connection, cancellationToken);
            if (!connection.IsDead)
                await client.WriteAsync(answer.Bytes, cancellationToken);
        }
    }

    /// <summary>Holds a message up for as long as the fault says; the fault that holds then.</summary>
    private async Task<ProxyFault> WaitAsync(Connection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (current, changed) = Current();
            if (current.IsHalfOpen)
                connection.IsDead = true; // for good: the other side of it has gone
            if (!current.Stalls)
            {
                await Task.Delay(current.NextDelay(), cancellationToken);
                return current;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private (ProxyFault Fault, Task Changed) Current()
    {
        lock (faultLock)
        {
            return (fault, faultChanged.Task);
        }
    }

    private sealed class Connection
    {
        /// <summary>Whether its bytes are swallowed.</summary>
        public bool IsDead { get; set; }

        /// <summary>The request that takes place and whose answer is lost with the connection.</summary>
        public int? CutAtAnswerTo { get; set; }
    }
}
