using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MongoDB.Driver;
using MongoDB.Driver.Core.Servers;

namespace Activations.Stores.Tests.Mongo;

/// <summary>
/// Stands between the driver and a MongoDB on loopback and passes everything on, but loses answers on demand: the command
/// takes place, and the connection is closed before anybody hears of it.
/// </summary>
internal sealed class LostAnswers : IAsyncDisposable
{
    private const int HeaderBytes = 16;
    private const int Attempts = 2;

    // OP_MSG: the header, four bytes of flags, the kind of section, the document's length and the first member's type.
    private const int CommandNameOffset = HeaderBytes + 4 + 1 + 4 + 1;

    private readonly TcpListener listener = new(IPAddress.Loopback, port: 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<string> toLose = new();
    private readonly MongoUrlBuilder server;
    private readonly Task accepting;

    public LostAnswers(string connectionString)
    {
        server = new MongoUrlBuilder(connectionString);
        listener.Start();
        accepting = AcceptAsync();
        ConnectionString = new MongoUrlBuilder(connectionString)
        {
            Server = new MongoServerAddress(IPAddress.Loopback.ToString(), ((IPEndPoint)listener.LocalEndpoint).Port),
            DirectConnection = true,
            ServerMonitoringMode = ServerMonitoringMode.Poll, // one answer for each request
        }.ToString();
    }

    /// <summary>How to reach the server through here.</summary>
    public string ConnectionString { get; }

    /// <summary>Whether an answer was lost of those that were to be.</summary>
    public bool HasLost => toLose.Count < Attempts;

    /// <summary>Loses the next answers to a command, and no others: as many as the driver itself makes attempts where it can.</summary>
    public void LoseNext(string command)
    {
        toLose.Clear();
        toLose.Enqueue(command);
        toLose.Enqueue(command);
    }

    /// <summary>Loses no more answers.</summary>
    public void LoseNoMore() => toLose.Clear();

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
                connections.Add(PassOnAsync(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task PassOnAsync(TcpClient accepted)
    {
        using var client = accepted;
        using var target = new TcpClient();
        try
        {
            await target.ConnectAsync(server.Server.Host, server.Server.Port, stop.Token);
            await PassOnAsync(client.GetStream(), target.GetStream());
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // One side has gone, or the test is over; both sides are closed.
        }
    }

    private async Task PassOnAsync(NetworkStream client, NetworkStream target)
    {
        while (true)
        {
            var request = await ReadMessageAsync(client);
            await target.WriteAsync(request, stop.Token);
            var answer = await ReadMessageAsync(target);
            if (toLose.TryPeek(out var command) && IsCommand(request, command))
            {
                toLose.TryDequeue(out _);
                return;
            }

            await client.WriteAsync(answer, stop.Token);
        }
    }

    private async Task<byte[]> ReadMessageAsync(NetworkStream stream)
    {
        var length = new byte[4];
        await stream.ReadExactlyAsync(length, stop.Token);
        var message = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
        length.CopyTo(message, 0);
        await stream.ReadExactlyAsync(message.AsMemory(length.Length), stop.Token);
        return message;
    }

    private static bool IsCommand(byte[] request, string command) =>
        request.AsSpan(CommandNameOffset).StartsWith(Encoding.ASCII.GetBytes(command + '\0'));
}
