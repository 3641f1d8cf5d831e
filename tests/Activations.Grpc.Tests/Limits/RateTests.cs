using System.Net;
using Activations.Grpc.Tests.Calls;
using Activations.V1;

namespace Activations.Grpc.Tests.Limits;

public sealed class RateTests
{
    public static TheoryData<Transport> EachTransport => [Transport.Grpc, Transport.Rest];

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_caller_who_calls_too_often_is_refused_and_told_when_to_come_again(Transport transport)
    {
        await using var limited = await LimitedService.StartAsync(isHeld: false, "RequestsPerSecond=0.01", "Burst=2");
        (await limited.CallAsync(transport)).As(ErrorReason.ActivationNotFound);
        (await limited.CallAsync(transport)).As(ErrorReason.ActivationNotFound);

        var refused = (await limited.CallAsync(transport)).As(ErrorReason.RateLimited);

        Assert.Equal(
            ("A caller may make 0.01 calls per second, and no more.", TimeSpan.FromSeconds(100)),
            (refused.Message, refused.RetryAfter));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Others_and_health_are_not_concerned(Transport transport)
    {
        await using var limited = await LimitedService.StartAsync(isHeld: false, "RequestsPerSecond=0.01", "Burst=1");
        await limited.CallAsync(transport);
        (await limited.CallAsync(transport)).As(ErrorReason.RateLimited);

        var other = await limited.From(IPAddress.Parse("127.0.0.2"), transport).CallAsync(LimitedService.Request);

        other.Refusal.As(ErrorReason.ActivationNotFound);
        await limited.AssertHealthyAsync();
    }

    [Fact]
    public async Task A_caller_has_one_rate_for_both_transports()
    {
        await using var limited = await LimitedService.StartAsync(isHeld: false, "RequestsPerSecond=0.01", "Burst=1");

        (await limited.CallAsync(Transport.Grpc)).As(ErrorReason.ActivationNotFound);

        (await limited.CallAsync(Transport.Rest)).As(ErrorReason.RateLimited);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_caller_who_waits_may_call_again(Transport transport)
    {
        await using var limited = await LimitedService.StartAsync(isHeld: false, "RequestsPerSecond=2");
        var reasons = new List<string>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        do
        {
            reasons.Add((await limited.CallAsync(transport)).Reason);
        }
        while (!reasons.SkipWhile(reason => reason != "RATE_LIMITED").Contains("ACTIVATION_NOT_FOUND")
            && !patience.IsCancellationRequested);

        Assert.Equal(["ACTIVATION_NOT_FOUND", "ACTIVATION_NOT_FOUND", "RATE_LIMITED"], reasons.Take(3));
        Assert.Equal("ACTIVATION_NOT_FOUND", reasons[^1]);
    }
}
