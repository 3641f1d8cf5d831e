using Activations.Access;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Grpc.Tests.Access;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;
using DomainEndUser = Activations.EndUsers.EndUser;
using ErrorReason = Activations.V1.ErrorReason;

namespace Activations.Grpc.Tests.Limits;

/// <summary>What is refused when callers outrun the store, and what is not.</summary>
public sealed class AdmissionTests : IAsyncLifetime
{
    private const int Many = 40;
    private const int Served = 5;
    private const int Enough = 1000;
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(3);

    private readonly TemporaryFolder folder = new();
    private readonly ShiftedTime time = new();
    private ServiceUnderTest behind = null!;
    private ServiceUnderTest service = null!;
    private HeldStore store = null!;
    private DomainEndUser user = null!;

    public static TheoryData<Transport> EachTransport => [Transport.Grpc, Transport.Rest];

    public async ValueTask InitializeAsync()
    {
        behind = await ServiceUnderTest.StartAsync([folder.StoreSwitch]);
        user = await behind.Catalogue.AddUserAsync(Identifiers.Id.Parse<Identifiers.HubId>(Catalogue.DemoHub));
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        await store.DisposeAsync();
        await behind.DisposeAsync();
        folder.Dispose();
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_read_that_would_wait_too_long_is_refused_and_writes_and_health_are_not(Transport transport)
    {
        var reads = await BeginAsync(transport);
        await ServeSlowlyAsync(reads);

        var refused = await Task.WhenAll(ReadAsync(Transport.Grpc), ReadAsync(Transport.Rest));
        var write = await service.On(transport).CallAsync(
            new CreateEndUserRequest { HubId = Catalogue.DemoHub, ExternalId = "another" });
        using var ready = await service.Rest.GetAsync(
            new Uri("/readyz", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.All(refused, answer => Assert.Equal(
            TimeSpan.FromSeconds(1), answer.Refusal.As(ErrorReason.Overloaded).RetryAfter));
        Assert.Equal("another", write.Reply.ExternalId);
        Assert.True(ready.IsSuccessStatusCode);
        store.Release(Enough);
        Assert.All(await Task.WhenAll(reads), answer => Assert.Equal(user.Key.ExternalId, answer.Reply.ExternalId));
        Assert.Equal(user.Key.ExternalId, (await ReadAsync(transport)).Reply.ExternalId);
    }

    [Fact]
    public async Task Without_a_limit_of_calls_none_is_refused()
    {
        await StartAsync("--Activations:Limits:MaxConcurrentCalls=0");
        var reads = await BeginAsync(Transport.Grpc);
        await ServeSlowlyAsync(reads);

        var another = ReadAsync(Transport.Grpc);
        store.Release(Enough);

        Assert.Equal(user.Key.ExternalId, (await another).Reply.ExternalId);
        await Task.WhenAll(reads);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task More_large_requests_than_16_of_the_largest_size_are_refused_and_small_ones_are_not(Transport transport)
    {
        await StartAsync("--Activations:Limits:MaxBodyBytes=1024");
        var users = new List<DomainEndUser>();
        for (var i = 0; i < 17; i++)
            users.Add(await behind.Catalogue.AddUserAsync(user.Key.HubId));

        var begun = users.Take(16).Select(one => CreateLargeAsync(transport, one)).ToList();
        await WaitForAsync(16);
        var refused = await CreateLargeAsync(transport, users[16]);
        var read = ReadAsync(transport);
        store.Release(Enough);

        refused.Refusal.As(ErrorReason.Overloaded);
        Assert.Equal(user.Key.ExternalId, (await read).Reply.ExternalId);
        Assert.All(await Task.WhenAll(begun), answer => Assert.NotEqual("OVERLOADED", answer.Refusal.Reason));
        Assert.NotEqual("OVERLOADED", (await CreateLargeAsync(transport, users[16])).Refusal.Reason);
    }

    [Fact]
    public async Task A_change_to_a_user_for_whom_too_many_wait_is_refused_and_one_to_another_user_is_not()
    {
        var other = await behind.Catalogue.AddUserAsync(user.Key.HubId);
        var changes = Enumerable.Range(0, Many).Select(_ => ChangeAsync(user)).ToList();
        await ServeSlowlyAsync(changes);

        await Assert.ThrowsAsync<OverloadedException>(() => ChangeAsync(user));
        var another = ChangeAsync(other);
        store.Release(Enough);

        Assert.True(await another);
        Assert.All(await Task.WhenAll(changes), Assert.True);
        Assert.True(await ChangeAsync(user));
    }

    private async Task StartAsync(params string[] args)
    {
        if (service is not null)
        {
            await service.DisposeAsync();
            await store.DisposeAsync();
        }

        store = new HeldStore(behind.Store);
        service = await ServiceUnderTest.StartAsync(args, store, time);
    }

    private Task<Answer<V1.EndUser>> ReadAsync(Transport transport) => service.On(transport).CallAsync(
        new GetEndUserRequest { HubId = Catalogue.DemoHub, UserId = user.Key.ExternalId });

    private async Task<bool> ChangeAsync(DomainEndUser changed) =>
        (await service.Part<EndUserChanger>().ChangeAsync(
            Reach.Everything,
            new EndUserLookup.ByKey(changed.Key),
            EndUserParts.Profile,
            _ => Decision.Of(true),
            TestContext.Current.CancellationToken)).Result;

    private async Task<List<Task<Answer<V1.EndUser>>>> BeginAsync(Transport transport)
    {
        var reads = Enumerable.Range(0, Many).Select(_ => ReadAsync(transport)).ToList();
        await WaitForAsync(Many);
        return reads;
    }

    private async Task WaitForAsync(int waiting)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (store.Waiting < waiting)
        {
            Assert.False(patience.IsCancellationRequested);
            await Task.Yield();
        }
    }

    /// <summary>Of a user without a connection, so that it is refused; of almost 1,024 bytes on either transport.</summary>
    private Task<Answer<V1.Activation>> CreateLargeAsync(Transport transport, DomainEndUser one) =>
        service.On(transport).CallAsync(new CreateActivationRequest
        {
            UserId = one.Key.ExternalId,
            IntegrationId = "01J0DEM01NT000000000000003",
            DynamicVariables = Structs.Parse($$"""{"text": "{{new string('a', 891)}}"}"""),
        });

    /// <summary>Some of the calls are done after a long time, and the others wait for longer than is borne.</summary>
    private async Task ServeSlowlyAsync<T>(List<Task<T>> calls)
    {
        time.Advance(Long);
        store.Release(Served);
        for (var i = 0; i < Served; i++)
            calls.Remove(await Task.WhenAny(calls));
        time.Advance(Long / 2);
    }
}
