using System.Net.Sockets;
using System.Text;
using Activations.Grpc.Tests.Service;
using Activations.Grpc.Tests.Telemetry;
using Microsoft.Extensions.Logging;

namespace Activations.Grpc.Tests.Errors;

/// <summary>A caller who goes away while it sends is no defect of the service, and its call was not malformed.</summary>
public sealed class CallerGoneTests(SqliteService fixture) : ServiceTests(fixture), IClassFixture<SqliteService>
{
    private const int Rounds = 10;

    [Fact]
    public async Task A_reset_while_a_body_is_read_is_499_and_no_line_of_the_log()
    {
        using var measured = new Measured(Service);
        for (var round = 0; round < Rounds; round++)
            await ResetWithinBodyAsync();

        Assert.All(await measured.NextAsync("http.response.status_code", Rounds), status => Assert.Equal(499, status));
        Assert.DoesNotContain(Service.Log.Entries, entry => entry.Level >= LogLevel.Warning);
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

    private static Socket Resettable() =>
        new(SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(enable: true, seconds: 0) };
}
