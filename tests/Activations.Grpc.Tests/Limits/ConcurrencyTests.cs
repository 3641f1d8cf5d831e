using Activations.Grpc.Tests.Calls;
using Activations.V1;

namespace Activations.Grpc.Tests.Limits;

public sealed class ConcurrencyTests
{
    public static TheoryData<Transport> EachTransport => [Transport.Grpc, Transport.Rest];

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_call_beyond_those_at_once_is_refused_until_one_of_them_is_done(Transport transport)
    {
        await using var limited = await LimitedService.StartAsync(isHeld: true, "MaxConcurrentCalls=1");
        var begun = limited.CallAsync(transport);
        await limited.Store.Entered;

        var refused = await Task.WhenAll(limited.CallAsync(Transport.Grpc), limited.CallAsync(Transport.Rest));
        await limited.AssertHealthyAsync();
        limited.Store.Release();

        Assert.All(refused, refusal => Assert.Equal(
            ("The service does 1 calls at once, and no more.", TimeSpan.FromSeconds(1)),
            (refusal.As(ErrorReason.Overloaded).Message, refusal.RetryAfter)));
        (await begun).As(ErrorReason.ActivationNotFound);
        (await limited.CallAsync(transport)).As(ErrorReason.ActivationNotFound);
    }

    [Fact]
    public async Task A_call_that_is_refused_takes_nothing_from_its_caller_s_rate()
    {
        await using var limited = await LimitedService.StartAsync(
            isHeld: true, "MaxConcurrentCalls=1", "RequestsPerSecond=0.001", "Burst=2");
        var begun = limited.CallAsync(Transport.Grpc);
        await limited.Store.Entered;
        (await limited.CallAsync(Transport.Grpc)).As(ErrorReason.Overloaded);
        limited.Store.Release();
        await begun;

        (await limited.CallAsync(Transport.Grpc)).As(ErrorReason.ActivationNotFound);
        (await limited.CallAsync(Transport.Grpc)).As(ErrorReason.RateLimited);
    }

    [Fact]
    public async Task Without_a_limit_calls_are_not_counted()
    {
        await using var limited = await LimitedService.StartAsync(isHeld: true, "MaxConcurrentCalls=0");
        var calls = Enumerable.Range(0, 50).Select(_ => limited.CallAsync(Transport.Grpc)).ToList();
        await limited.Store.Entered;
        limited.Store.Release();

        Assert.All(await Task.WhenAll(calls), refusal => refusal.As(ErrorReason.ActivationNotFound));
    }
}
