using System.Globalization;
using Activations.Processes;
using Activations.Robustness.Traffic.Fuzz;
using Activations.Robustness.Validate;

namespace Activations.Robustness;

/// <summary>Connections that no client makes: the service cuts them, or keeps them, and answers everybody else.</summary>
public sealed class RawInputTests : IAsyncLifetime
{
    private const string Path = "/activations.v1.HubService/GetHub";
    private const int MostConnections = 3_000;
    private const long MostGrowth = 256 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder folder = new();
    private readonly CancellationTokenSource patience = new();
    private ServiceProcess service = null!;
    private long before;

    public async ValueTask InitializeAsync()
    {
        service = await ServiceProcess.StartAsync(folder.Path, "--demo");
        await AnswersAsync();
        before = service.ResidentBytes;
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        patience.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Thousands_of_idle_connections_are_kept_and_slow_nobody_down()
    {
        var count = Math.Min(MostConnections, OpenFilesLimit() / 2);
        patience.CancelAfter(Patience);
        var idle = new HttpConnection[count];
        await Parallel.ForAsync(0, count, patience.Token, async (i, cancellationToken) =>
        {
            idle[i] = await HttpConnection.OpenAsync(i % 2 == 0 ? service.Rest : service.Grpc, cancellationToken);
            if (i % 2 == 1)
                await idle[i].SendAsync(Http2Frames.Start, isEnd: false, cancellationToken);
        });

        await AnswersAsync();
        var answers = await Task.WhenAll(idle.Where((_, i) => i % 2 == 0).Select(connection => connection.SendAsync(
            "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), isEnd: false, isHead: false, patience.Token)));

        Assert.All(answers, answer => Assert.Equal(200, answer?.Status));
        Array.ForEach(idle, connection => connection.Dispose());
        await IsAsItWasAsync($"{count} idle connections");
    }

    [Fact]
    public async Task A_head_without_end_is_refused()
    {
        patience.CancelAfter(Patience);
        using var connection = await HttpConnection.OpenAsync(service.Rest, patience.Token);
        var head = "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + new string('x', 4_000_000);

        var answer = await connection.SendAsync(
            System.Text.Encoding.ASCII.GetBytes(head), isEnd: false, isHead: false, patience.Token);

        Assert.True(answer is null or { Status: 431, IsLast: true });
        await IsAsItWasAsync("a head of 4 MB");
    }

    [Fact]
    public async Task A_flood_of_resets_takes_no_turn_from_others()
    {
        patience.CancelAfter(Patience * Effort.Of(1));
        var streams = Effort.Of(20_000);
        var connections = 0;
        for (var sent = 0; sent < streams; connections++)
        {
            using var connection = await HttpConnection.OpenAsync(service.Grpc, patience.Token);
            await connection.SendAsync(Http2Frames.Start, isEnd: false, patience.Token);
            var closed = connection.ReadToCloseAsync(patience.Token);
            for (var stream = 1; sent < streams && !closed.IsCompleted; stream += 2, sent++)
                await connection.SendAsync([.. Http2Frames.Call(stream, Path), .. Http2Frames.Reset(stream)], isEnd: false, patience.Token);
        }

        await IsAsItWasAsync($"{streams} resets on {connections} connections");
    }

    [Theory]
    [InlineData("pings")]
    [InlineData("settings")]
    public async Task A_flood_of_frames_whose_answers_nobody_reads_fills_no_memory(string what)
    {
        const int batch = 1_000;
        var frames = Enumerable.Repeat(what == "pings" ? Http2Frames.PingFrame() : Http2Frames.SettingsFrame(), batch).SelectMany(f => f).ToArray();
        using var connection = await HttpConnection.OpenAsync(service.Grpc, TestContext.Current.CancellationToken);
        await connection.SendAsync(Http2Frames.Start, isEnd: false, TestContext.Current.CancellationToken);

        // The server stops reading where its answers pile up; then nothing can be sent any more.
        patience.CancelAfter(TimeSpan.FromSeconds(3));
        var sent = 0;
        for (; sent < Effort.Of(500_000) && !patience.IsCancellationRequested; sent += batch)
            await connection.SendAsync(frames, isEnd: false, patience.Token);

        await IsAsItWasAsync($"{sent} {what}");
    }

    private static int OpenFilesLimit()
    {
        var line = File.ReadLines("/proc/self/limits").Single(each => each.StartsWith("Max open files", StringComparison.Ordinal));
        return int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3], CultureInfo.InvariantCulture);
    }

    private async Task IsAsItWasAsync(string after)
    {
        await AnswersAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{after}: resident {before >> 20} MiB before, {service.ResidentBytes >> 20} MiB after"));
        ServiceLog.AssertNoDefects(service);
        Assert.InRange(service.ResidentBytes, 0, before + MostGrowth);
    }

    /// <summary>The service answers on both ports, soon.</summary>
    private async Task AnswersAsync()
    {
        using var soon = new CancellationTokenSource(Patience);
        using var rest = await HttpConnection.OpenAsync(service.Rest, soon.Token);
        var overRest = await rest.SendAsync(
            "GET /hubs/01J0DEM0HVB000000000000001 HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), isEnd: false, isHead: false, soon.Token);
        using var grpc = new GrpcConnection(service.Grpc);
        var overGrpc = await grpc.SendAsync(
            new GrpcRequest { Path = "/grpc.health.v1.Health/Check", Body = GrpcRequests.Frame([]) }, soon.Token);

        Assert.Equal((200, "0"), (overRest?.Status, overGrpc?.Status));
    }
}
