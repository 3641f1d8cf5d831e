using System.Net;
using Activations.Processes;
using Activations.Robustness.Faults;
using Activations.Robustness.Faults.MongoDb;

namespace Activations.Robustness;

/// <summary>
/// Traffic while MongoDB, or the way to it, fails at random: whatever is acknowledged is there once, and all answers fit
/// into one order of the calls.
/// </summary>
public sealed class MongoTrafficTests
{
    private const int CallsInARound = 250;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    private readonly int seed = Random.Shared.Next();

    [Fact]
    public async Task The_way_to_the_database_fails_at_random()
    {
        await using var peer = MongoPeer.Start();
        await using var proxy = FaultProxy.Start(peer.EndPoint);
        await RunAsync(proxy, proxy.ConnectionString, "activations");
    }

    [Fact]
    public async Task The_way_to_a_database_that_somebody_else_runs_fails_at_random()
    {
        await using var atHand = MongoDbAtHand.Find();
        Assert.SkipWhen(atHand is null, MongoDbAtHand.SkipReason);
        await using var proxy = FaultProxy.Start(atHand!.EndPoint);
        await RunAsync(proxy, atHand.Through(proxy), atHand.Database);
    }

    [Fact]
    public async Task The_database_misbehaves_at_random()
    {
        await using var peer = MongoPeer.Start();
        await using var run = await StartAsync(peer.ConnectionString, "activations");
        for (var round = 0; round < Effort.Of(2); round++)
        {
            var reactions = new RandomReactions(seed + round, chance: 0.02);
            await run.RoundAsync(async load =>
            {
                peer.Script.Otherwise(reactions.To);
                await load.MakesAsync(CallsInARound);
                peer.Script.Clear();
                peer.Confirm();
            });
        }

        await run.AssertHubListsWhatUsersHaveAsync();
    }

    private async Task RunAsync(FaultProxy proxy, string connectionString, string database)
    {
        await using var run = await StartAsync(connectionString, database);
        ProxyFault[] outages = [ProxyFault.Refuse, ProxyFault.Stall, ProxyFault.HalfOpen];
        for (var round = 0; round < Effort.Of(3); round++)
        {
            await run.RoundAsync(async load =>
            {
                await proxy.SetAsync(ProxyFault.Random(seed + round, chance: 0.01, maxDelay: TimeSpan.FromMilliseconds(2)));
                await load.MakesAsync(CallsInARound);
                await proxy.SetAsync(outages[round % outages.Length]);
                await BecomesUnreadyAsync(run.Service);
                await proxy.SetAsync(ProxyFault.None);
            });
        }

        await run.AssertHubListsWhatUsersHaveAsync();
    }

    private async Task<FaultRun> StartAsync(string connectionString, string database)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"The faults' seed is {seed}.");
        return await FaultRun.StartAsync(
            launch => launch with
            {
                Args =
                [
                    "--Activations:Store:Provider=mongodb",
                    $"--Activations:Store:MongoDb:ConnectionString={connectionString}",
                    $"--Activations:Store:MongoDb:Database={database}",
                ],
            },
            callersPatience: Patience);
    }

    private static async Task BecomesUnreadyAsync(ServiceProcess service)
    {
        using var health = new HttpClient { BaseAddress = service.Rest };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        var status = HttpStatusCode.OK;
        while (status == HttpStatusCode.OK)
        {
            using var answer = await health.GetAsync(new Uri("/readyz", UriKind.Relative), patience.Token);
            status = answer.StatusCode;
        }
    }
}
