using System.Net;
using System.Net.Http.Json;
using Activations.Robustness.Faults.MongoDb;

namespace Activations.Robustness;

/// <summary>
/// The way to the database is broken for a while: callers hear of it within their deadline, the service says that it is not
/// ready, and afterwards it goes on by itself.
/// </summary>
public abstract class MongoOutageTests(MongoScene scene)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly Dictionary<string, ProxyFault> Outages = new()
    {
        ["refuses connections"] = ProxyFault.Refuse,
        ["stalls"] = ProxyFault.Stall,
        ["is behind half-open connections"] = ProxyFault.HalfOpen,
    };

    public static TheoryData<string> EachOutage => [.. Outages.Keys];

    public static TheoryData<string> EachKind => [.. WriteUnderFault.Kinds.Keys];

    public static TheoryData<string> EachKindThatLeavesTraces => [.. WriteUnderFault.Kinds.Keys.Except(["delete a user"])];

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(EachOutage))]
    public async Task Callers_hear_in_time_and_the_service_comes_back_when_the_database(string isAway)
    {
        var service = scene.Service;
        var writes = await PreparedAsync(service);

        await scene.Proxy.SetAsync(Outages[isAway]);
        await AssertUnavailableAsync(service, writes);
        await service.BecomesAsync(HttpStatusCode.ServiceUnavailable, Patience, Cancellation);
        Assert.Equal(HttpStatusCode.OK, await service.StatusOfAsync("/healthz", Cancellation));
        await AssertUnavailableAsync(service, writes);
        await scene.Proxy.SetAsync(ProxyFault.None);

        await service.BecomesAsync(HttpStatusCode.OK, Patience, Cancellation);
        await AssertEachIsOneOrTheOtherAsync(service, writes);
        var later = await PreparedAsync(service);
        foreach (var write in later)
        {
            Assert.True(await write.TryAsync(service, Deadline) == WriteOutcome.Done, write.Answer);
            Assert.Equal(1, await write.CountAsync(service, Cancellation));
        }
    }

    [Theory, MemberData(nameof(EachKind))]
    public Task A_write_takes_place_once_if_the_connection_ends_before_the_request_to(string kind) =>
        InterruptAsync(kind, Interruption.CutBefore, times: 1);

    [Theory, MemberData(nameof(EachKind))]
    public Task A_write_takes_place_once_if_the_connection_ends_before_the_answer_to(string kind) =>
        InterruptAsync(kind, Interruption.CutAfter, times: 1);

    [Theory, MemberData(nameof(EachKindThatLeavesTraces))]
    public Task A_write_is_found_if_the_connection_ends_before_the_answers_to_it_and_to_the_drivers_own_repetition(string kind) =>
        InterruptAsync(kind, Interruption.CutAfter, times: 2);

    [Fact]
    public async Task Slow_answers_are_answers()
    {
        var writes = await PreparedAsync(scene.Service);
        await scene.Proxy.SetAsync(ProxyFault.Delay(TimeSpan.FromMilliseconds(100)));
        await Task.WhenAll(writes.Select(write => write.TryAsync(scene.Service, Patience)));
        await scene.Proxy.SetAsync(ProxyFault.None);

        foreach (var write in writes)
        {
            Assert.Equal("OK", write.Answer);
            Assert.Equal(1, await write.CountAsync(scene.Service, Cancellation));
        }
    }

    private async Task InterruptAsync(string kind, Interruption interruption, int times)
    {
        await HealAsync(scene.Service);
        var write = WriteUnderFault.Kinds[kind]();
        await write.PrepareAsync(scene.Service, Cancellation);

        await scene.Proxy.SetAsync(ProxyFault.Next(interruption, write.Command, write.User, times));
        var outcome = await write.TryAsync(scene.Service, Patience);
        await scene.Proxy.SetAsync(ProxyFault.None);

        Assert.True(outcome == WriteOutcome.Done, write.Answer);
        Assert.Equal(1, await write.CountAsync(scene.Service, Cancellation));
    }

    /// <summary>Ends what another test left.</summary>
    private async Task HealAsync(FaultedService service)
    {
        await scene.Proxy.SetAsync(ProxyFault.None);
        await service.BecomesAsync(HttpStatusCode.OK, Patience, Cancellation);
    }

    /// <summary>A write of each kind, prepared while nothing is wrong.</summary>
    private async Task<List<WriteUnderFault>> PreparedAsync(FaultedService service)
    {
        await HealAsync(service);
        var writes = WriteUnderFault.Kinds.Values.Select(kind => kind()).ToList();
        foreach (var write in writes)
            await write.PrepareAsync(service, Cancellation);
        return writes;
    }

    /// <summary>Over both transports, to callers who wait for two seconds.</summary>
    private static async Task AssertUnavailableAsync(FaultedService service, List<WriteUnderFault> writes)
    {
        var overRest = AssertUnavailableOverRestAsync(service);
        await Task.WhenAll(writes.Select(write => write.TryAsync(service, Deadline)));
        Assert.All(writes, write => Assert.True(write.IsToBeRetried, write.Answer));
        await overRest;
    }

    private static async Task AssertUnavailableOverRestAsync(FaultedService service)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/hubs/{FaultedService.Hub}/users", UriKind.Relative));
        request.Content = JsonContent.Create(new { externalId = Guid.NewGuid().ToString() });
        request.Headers.Add("grpc-timeout", "2S");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(Deadline);
        using var answer = await service.Rest.SendAsync(request, patience.Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    /// <summary>What was asked for in the outage took place once or not at all, and can be asked for again.</summary>
    private static async Task AssertEachIsOneOrTheOtherAsync(FaultedService service, List<WriteUnderFault> writes)
    {
        foreach (var write in writes)
        {
            var count = await write.CountAsync(service, Cancellation);
            Assert.InRange(count, 0, 1);
            if (count == 1)
                continue;
            // Where it is done late, after all, the second one may be refused.
            Assert.NotEqual(WriteOutcome.Unknown, await write.TryAsync(service, Patience));
            Assert.InRange(await write.CountAsync(service, Cancellation), 1, write.IsRepeatable ? 2 : 1);
        }
    }
}

/// <summary>With a MongoDB of the suite's own.</summary>
public sealed class MongoPeerOutageTests(MongoPeerScene scene) : MongoOutageTests(scene), IClassFixture<MongoPeerScene>
{
    [Fact]
    public async Task An_outage_is_a_line_of_the_log_however_often_somebody_asks_and_its_end_another()
    {
        await using var own = new MongoPeerScene();
        await own.InitializeAsync();
        var service = own.Service;

        await own.Proxy.SetAsync(ProxyFault.Refuse);
        await service.BecomesAsync(HttpStatusCode.ServiceUnavailable, Patience, Cancellation);
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await service.StatusOfAsync("/readyz", Cancellation));
        await own.Proxy.SetAsync(ProxyFault.None);
        await service.BecomesAsync(HttpStatusCode.OK, Patience, Cancellation);
        await service.Process.StopAsync();

        var lines = service.Process.Output.Split('\n');
        Assert.Single(lines, line => line.Contains(" warn: Activations.Grpc.Hosting.StoreReadiness[12]", StringComparison.Ordinal));
        Assert.Single(lines, line => line.Contains(" info: Activations.Grpc.Hosting.StoreReadiness[13]", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("HealthChecks", StringComparison.Ordinal));
    }
}

/// <summary>With the MongoDB that the environment names.</summary>
public sealed class MongoDbOutageTests(MongoDbScene scene) : MongoOutageTests(scene), IClassFixture<MongoDbScene>;
