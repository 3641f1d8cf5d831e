using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Activations.Grpc.Tests.Service;
using Activations.Grpc.Tests.Telemetry;
using Activations.V1;
using Google.Protobuf;
using Grpc.Health.V1;
using Microsoft.Extensions.Logging;

namespace Activations.Grpc.Tests.Errors;

/// <summary>A caller who goes away while it sends is no defect of the service, and its call was not malformed.</summary>
public sealed class CallerGoneTests(SqliteService fixture) : ServiceTests(fixture), IClassFixture<SqliteService>
{
    private const int Rounds = 10;
    private const string GetHub = "activations.v1.HubService/GetHub";
    private const string Reflection = "grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
    private const string Watch = "grpc.health.v1.Health/Watch";

    private static readonly string[] Paths = [GetHub, Reflection, Watch];
    private static readonly int[] Shares = [0, 50, 100];

    public static TheoryData<string, int, bool> Cuts =>
    [
        .. from path in Paths
           from share in Shares
           from isLost in (bool[])[false, true]
           select new TheoryDataRow<string, int, bool>(path, share, isLost),
    ];

    [Fact]
    public async Task A_reset_while_a_body_is_read_is_499_and_no_line_of_the_log()
    {
        using var measured = new Measured(Service);
        for (var round = 0; round < Rounds; round++)
            await ResetWithinBodyAsync();

        Assert.All(await measured.NextAsync("http.response.status_code", Rounds), status => Assert.Equal(499, status));
        Assert.DoesNotContain(Service.Log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Theory, MemberData(nameof(Cuts))]
    public async Task A_call_that_is_cancelled_or_lost_while_it_is_sent_was_cancelled(string path, int share, bool isLost)
    {
        using var measured = new Measured(Service);
        for (var round = 0; round < Rounds; round++)
            await LeaveAsync(measured, path, share, isLost);

        Assert.All(await measured.NextAsync("rpc.response.status_code", Rounds), status => Assert.Equal("CANCELLED", status));
    }

    [Fact]
    public async Task Who_no_longer_watches_health_has_cancelled()
    {
        using var measured = new Measured(Service);
        using (var watch = new Health.HealthClient(Service.Channel).Watch(new HealthCheckRequest(), cancellationToken: Cancellation))
            Assert.True(await watch.ResponseStream.MoveNext(Cancellation));

        Assert.Equal("CANCELLED", Assert.Single(await measured.NextAsync("rpc.response.status_code")));
    }

    [Theory]
    [InlineData(GetHub)]
    [InlineData(Reflection)]
    [InlineData(Watch)]
    public async Task Who_sent_what_is_malformed_has_not_gone(string path)
    {
        using var measured = new Measured(Service);
        using var client = new HttpClient();
        using var request = Request(HttpMethod.Post, path, new ByteArrayContent([0, 0, 0, 0, 1, 0xFF]));
        using var response = await client.SendAsync(request, Cancellation);

        Assert.Equal("INVALID_ARGUMENT", Assert.Single(await measured.NextAsync("rpc.response.status_code")));
    }

    [Fact]
    public async Task What_is_no_POST_is_no_call_over_gRPC()
    {
        using var measured = new Measured(Service);
        using var client = new HttpClient();
        using var request = Request(HttpMethod.Get, GetHub, new ByteArrayContent([]));
        using var response = await client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(405, Assert.Single(await measured.NextAsync("http.response.status_code")));
    }

    /// <summary>Sends a part of a body when the service has begun to read it, and resets the connection.</summary>
    private async Task ResetWithinBodyAsync()
    {
        using var caller = Resettable(); // not within a stream, which would end it in good order
        await caller.ConnectAsync(Service.RestAddress.Host, Service.RestAddress.Port, Cancellation);
        await caller.SendAsync(
            "POST /activations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 90\r\nExpect: 100-continue\r\n\r\n"u8.ToArray(),
            Cancellation);
        var answer = new byte[100];
        var length = await caller.ReceiveAsync(answer, Cancellation);
        Assert.StartsWith("HTTP/1.1 100 Continue", Encoding.ASCII.GetString(answer, 0, length), StringComparison.Ordinal);
        await caller.SendAsync("{\"userId\":\"somebody\""u8.ToArray(), Cancellation);
    }

    /// <summary>Sends a share, in percent, of a call's message, and cancels the call or resets its connection.</summary>
    private async Task LeaveAsync(Measured measured, string path, int share, bool isLost)
    {
        Socket? connection = null;
        using var handler = new SocketsHttpHandler();
        handler.ConnectCallback = async (context, token) =>
        {
            connection = Resettable();
            await connection.ConnectAsync(context.DnsEndPoint, token);
            return new NetworkStream(connection, ownsSocket: true);
        };
        using var client = new HttpClient(handler);
        using var away = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var part = new Part(MessageOf(path), share, away.Token);
        using var request = Request(HttpMethod.Post, path, part);
        var call = client.SendAsync(request, HttpCompletionOption.ResponseContentRead, away.Token);

        await part.Sent;
        await measured.BegunAsync();
        if (isLost)
            connection!.Dispose();
        else
            await away.CancelAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => call);
    }

    private static Socket Resettable() =>
        new(SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(enable: true, seconds: 0) };

    private HttpRequestMessage Request(HttpMethod method, string path, HttpContent content)
    {
        content.Headers.ContentType = new("application/grpc");
        return new HttpRequestMessage(method, new Uri(Service.GrpcAddress, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Headers = { { "te", "trailers" } },
            Content = content,
        };
    }

    private static byte[] MessageOf(string path)
    {
        var message = path == Watch ? [] : new GetHubRequest { HubId = Catalogue.DemoHub }.ToByteArray();
        var framed = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), message.Length);
        message.CopyTo(framed, 5);
        return framed;
    }

    /// <summary>A body of which no more comes than a share.</summary>
    private sealed class Part(byte[] whole, int share, CancellationToken away) : HttpContent
    {
        private readonly TaskCompletionSource sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Sent => sent.Task;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(whole.AsMemory(0, whole.Length * share / 100), away);
            await stream.FlushAsync(away);
            sent.SetResult();
            await Task.Delay(Timeout.Infinite, away);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
