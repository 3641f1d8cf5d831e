using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Activations.Client.Tests.Faults;

/// <summary>
/// Stands between the clients and the service. When it is told to, it cuts the connection in the place of the next answer: the
/// service has done what it was asked for, and the client never hears of it.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private const int FrameHeaderLength = 9; // RFC 9113, section 4.1
    private const byte Headers = 0x1;

    private readonly TcpListener listener;
    private readonly Uri target;
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;
    private int cuts;
    private int connections;
    private int cut;

    public CuttingProxy(Uri target, int port = 0)
    {
        this.target = target;
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        Address = new Uri($"http://{listener.LocalEndpoint}");
        accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>How many connections were made to it.</summary>
    public int Connections => connections;

    /// <summary>How many answers were cut off.</summary>
    public int Cut => cut;

    /// <summary>Cuts the next answers.</summary>
    public void CutAnswers(int count) => Volatile.Write(ref cuts, count);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync(stop.Token);
            Interlocked.Increment(ref connections);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(target.Host, target.Port, stop.Token);
                var up = client.GetStream().CopyToAsync(server.GetStream(), stop.Token);
                await Task.WhenAny(up, AnswerAsync(server.GetStream(), client.GetStream()));
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // One side is gone; the other goes with it.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream server, NetworkStream client)
    {
        var header = new byte[FrameHeaderLength];
        while (true)
        {
            await server.ReadExactlyAsync(header, stop.Token);
            var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(header) >> 8];
            await server.ReadExactlyAsync(payload, stop.Token);
            if (header[3] == Headers && Interlocked.Decrement(ref cuts) >= 0)
            {
                Interlocked.Increment(ref cut);
                return;
            }

            await client.WriteAsync(header, stop.Token);
            await client.WriteAsync(payload, stop.Token);
        }
    }
}
