using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Activations.Processes;
using Activations.Robustness.Traffic.Fuzz;
using Activations.Robustness.Validate;

namespace Activations.Robustness;

/// <summary>Callers who take their time, or fall silent, hold up nobody, and not for ever.</summary>
public sealed class SlowInputTests : IAsyncLifetime
{
    private const string Path = "/activations.v1.HubService/GetHub";
    private const int Many = 100;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>How long the server waits for the rest of a head, and some more.</summary>
    private static readonly TimeSpan HeadPatience = TimeSpan.FromSeconds(45);

    private readonly TemporaryFolder folder = new();
    private ServiceProcess service = null!;

    public async ValueTask InitializeAsync() =>
        service = await ServiceProcess.StartAsync(folder.Path, "--demo", "--Activations:Limits:DefaultDeadline=3");

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_body_that_comes_byte_by_byte_over_REST_ends_with_the_deadline()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var connection = await HttpConnection.OpenAsync(service.Rest, patience.Token);
        var clock = Stopwatch.StartNew();
        await connection.SendAsync(HalfABody(), isEnd: false, patience.Token);
        var answer = connection.ReadAsync(isHead: false, patience.Token);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!answer.IsCompleted && await timer.WaitForNextTickAsync(patience.Token))
            await connection.SendAsync(" "u8.ToArray(), isEnd: false, patience.Token);

        Assert.Equal(504, (await answer)?.Status);
        Assert.InRange(clock.Elapsed, Deadline, Patience);
        ServiceLog.AssertNoDefects(service);
    }

    [Fact]
    public async Task A_message_that_comes_byte_by_byte_over_gRPC_ends_with_the_deadline()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(service.Grpc, Path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteByByte(GrpcRequests.Frame(new byte[1_000])),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        var clock = Stopwatch.StartNew();

        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);

        Assert.Equal("4", answer.Headers.GetValues("grpc-status").Single());
        Assert.InRange(clock.Elapsed, Deadline, Patience);
        ServiceLog.AssertNoDefects(service);
    }

    [Fact]
    public async Task Half_a_request_and_then_silence_is_cut()
    {
        using var patience = new CancellationTokenSource(HeadPatience);
        var bodies = await OpenAsync(service.Rest, HalfABody(), patience.Token);
        var heads = await OpenAsync(service.Rest, "POST /activations HTTP/1.1\r\nHost: loc"u8.ToArray(), patience.Token);
        var calls = await OpenAsync(
            service.Grpc, [.. Http2Frames.Start, .. Http2Frames.Call(1, Path, isWhole: false)], patience.Token);

        using (var client = new HttpClient { BaseAddress = service.Rest })
            Assert.Contains("Demo Hub", await client.GetStringAsync(new Uri("/hubs/01J0DEM0HVB000000000000001", UriKind.Relative), patience.Token), StringComparison.Ordinal);
        var answers = await Task.WhenAll(bodies.Select(connection => connection.ReadAsync(isHead: false, patience.Token)));
        await Task.WhenAll(heads.Concat(calls).Select(connection => connection.ReadToCloseAsync(patience.Token)));

        Assert.All(answers, answer => Assert.Equal(504, answer?.Status));
        ServiceLog.AssertNoDefects(service);
        Array.ForEach([.. bodies, .. heads, .. calls], connection => connection.Dispose());
    }

    private static byte[] HalfABody() => Encoding.ASCII.GetBytes(
        "POST /activations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");

    private static Task<HttpConnection[]> OpenAsync(Uri address, byte[] bytes, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, Many).Select(async _ =>
        {
            var connection = await HttpConnection.OpenAsync(address, cancellationToken);
            await connection.SendAsync(bytes, isEnd: false, cancellationToken);
            return connection;
        }));

    /// <summary>Bytes, one every 200 ms.</summary>
    private sealed class ByteByByte(byte[] bytes) : HttpContent
    {
        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
            for (var i = 0; i < bytes.Length && await timer.WaitForNextTickAsync(); i++)
            {
                await stream.WriteAsync(bytes.AsMemory(i, 1));
                await stream.FlushAsync();
            }
        }
    }
}
