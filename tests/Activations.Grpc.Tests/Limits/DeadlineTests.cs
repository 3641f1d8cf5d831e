using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Activations.Grpc.Tests.Calls;
using Activations.V1;
using Grpc.Core;
using Grpc.Health.V1;

namespace Activations.Grpc.Tests.Limits;

public sealed class DeadlineTests
{
    public static TheoryData<Transport> EachTransport => [Transport.Grpc, Transport.Rest];

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_call_without_a_deadline_has_the_default(Transport transport)
    {
        await using var limited = await LimitedService.StartAsync(isHeld: true, "DefaultDeadline=0.1");

        var refused = await limited.CallAsync(transport);

        Assert.Equal("The deadline passed before the call was done.", refused.As(ErrorReason.DeadlineExceeded).Message);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_deadline_beyond_the_maximum_is_the_maximum(Transport transport)
    {
        await using var limited = await LimitedService.StartAsync(isHeld: true, "DefaultDeadline=0.1", "MaxDeadline=0.2");

        var refused = await limited.CallAsync(transport, "1H");

        refused.As(ErrorReason.DeadlineExceeded);
    }

    [Theory]
    [InlineData(Transport.Grpc, "100m")]
    [InlineData(Transport.Rest, "100m")]
    [InlineData(Transport.Grpc, "100000u")]
    [InlineData(Transport.Rest, "99999999n")]
    [InlineData(Transport.Rest, "0S")]
    [InlineData(Transport.Grpc, "0S")]
    [InlineData(Transport.Rest, "0n")]
    [InlineData(Transport.Grpc, "1n")]
    [InlineData(Transport.Grpc, "999u")]
    public async Task A_caller_s_own_deadline_holds(Transport transport, string timeout)
    {
        await using var limited = await LimitedService.StartAsync(isHeld: true);

        var refused = await limited.CallAsync(transport, timeout);

        refused.As(ErrorReason.DeadlineExceeded);
    }

    [Theory]
    [InlineData(Transport.Grpc, "1M")]
    [InlineData(Transport.Rest, "1M")]
    [InlineData(Transport.Grpc, "99999999H")]
    [InlineData(Transport.Rest, "99999999H")]
    public async Task A_call_within_its_deadline_is_answered(Transport transport, string timeout)
    {
        // The default would end the call at once, so that the caller's own deadline is seen to count.
        await using var limited = await LimitedService.StartAsync(isHeld: true, "DefaultDeadline=0.001");
        var call = limited.CallAsync(transport, timeout);
        await limited.Store.Entered;
        (await limited.CallAsync(Transport.Rest)).As(ErrorReason.DeadlineExceeded);

        limited.Store.Release();

        (await call).As(ErrorReason.ActivationNotFound);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("5")]
    [InlineData("S")]
    [InlineData("-1S")]
    [InlineData("+1S")]
    [InlineData("1.5S")]
    [InlineData("5s")]
    [InlineData("123456789m")]
    public async Task A_deadline_that_is_none_is_refused(string timeout)
    {
        await using var limited = await LimitedService.StartAsync(isHeld: false);

        (await limited.CallAsync(Transport.Rest, timeout)).AsInvalid("grpc-timeout");
        (await limited.CallAsync(Transport.Grpc, timeout)).AsInvalid("grpc-timeout");
    }

    [Fact]
    public async Task A_body_that_does_not_come_ends_at_the_deadline_and_leaves_the_connection()
    {
        await using var limited = await LimitedService.StartAsync(isHeld: false, "DefaultDeadline=0.1");
        using var socket = new TcpClient();
        await socket.ConnectAsync(
            limited.Service.RestAddress.Host, limited.Service.RestAddress.Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        using var reader = new StreamReader(stream);

        await SendAsync(stream, "POST /hubs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{");
        var late = await ReadStatusAsync(reader);
        await SendAsync(stream, "       }GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
        var next = await ReadStatusAsync(reader);

        Assert.Equal(("HTTP/1.1 504 Gateway Timeout", "HTTP/1.1 200 OK"), (late, next));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_caller_who_goes_away_ends_the_call(Transport transport)
    {
        await using var limited = await LimitedService.StartAsync(isHeld: true, "MaxConcurrentCalls=1");
        using var away = new CancellationTokenSource();
        var begun = transport == Transport.Grpc
            ? new ActivationService.ActivationServiceClient(limited.Service.Channel)
                .GetActivationAsync(LimitedService.Request, cancellationToken: away.Token).ResponseAsync
            : (Task)limited.Service.Rest.GetAsync(
                new Uri($"/activations/{LimitedService.Request.ActivationId}", UriKind.Relative), away.Token);
        await limited.Store.Entered;

        await away.CancelAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => begun);
        limited.Store.Release(); // for those that come after
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await limited.CallAsync(transport)).Reason == "OVERLOADED") // until its place is free
            Assert.False(patience.IsCancellationRequested);
    }

    [Fact]
    public async Task Who_watches_health_has_no_deadline()
    {
        await using var limited = await LimitedService.StartAsync(isHeld: true, "DefaultDeadline=0.05", "MaxDeadline=0.05");
        using var watch = new Health.HealthClient(limited.Service.Channel).Watch(
            new HealthCheckRequest(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        (await limited.CallAsync(Transport.Rest)).As(ErrorReason.DeadlineExceeded);
        (await limited.CallAsync(Transport.Grpc)).As(ErrorReason.DeadlineExceeded);
        var more = watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken);

        Assert.False(more.IsCompleted);
        watch.Dispose();
        await Assert.ThrowsAsync<RpcException>(() => more);
    }

    private static async Task SendAsync(NetworkStream stream, string text) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);

    /// <summary>The status line of an answer, which is read to its end.</summary>
    private static async Task<string> ReadStatusAsync(StreamReader reader)
    {
        var status = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        var length = 0;
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 } header)
        {
            if (header.Split(": ") is ["Content-Length", var value])
                length = int.Parse(value, CultureInfo.InvariantCulture);
        }

        Assert.Equal(length, await reader.ReadBlockAsync(new char[length], TestContext.Current.CancellationToken));
        return status!;
    }
}
