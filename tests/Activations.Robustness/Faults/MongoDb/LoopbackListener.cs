using System.Net;
using System.Net.Sockets;

namespace Activations.Robustness.Faults.MongoDb;

/// <summary>Listens on loopback and serves each connection until it, or the listener, ends.</summary>
internal sealed class LoopbackListener : IAsyncDisposable
{
    private readonly Func<NetworkStream, CancellationToken, Task> serve;
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;
    private readonly TcpListener listener;

    /// <summary>Begins to listen.</summary>
    /// <param name="serve">Serves a connection, which is closed afterwards.</param>
    /// <param name="port">The port; 0 for a free one.</param>
    public LoopbackListener(Func<NetworkStream, CancellationToken, Task> serve, int port = 0)
    {
        this.serve = serve;
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        EndPoint = (IPEndPoint)listener.LocalEndpoint;
        accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Ends listening, and every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await accepting;
        listener.Dispose(); // not before: who accepts from a listener that is closed hears of a defect
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.RemoveAll(connection => connection.IsCompleted);
                connections.Add(ServeAsync(await listener.AcceptSocketAsync(stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            await serve(stream, stop.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side has gone, or the test is over.
        }
    }
}
