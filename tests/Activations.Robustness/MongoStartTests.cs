using System.Net;
using Activations.Robustness.Faults.MongoDb;

namespace Activations.Robustness;

/// <summary>The service is started before its database.</summary>
public sealed class MongoStartTests
{
    private const int Always = int.MaxValue;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_that_was_started_while_the_database_was_away_begins_to_work_by_itself()
    {
        await using var peer = MongoPeer.Start();
        await using var proxy = FaultProxy.Start(peer.EndPoint);
        await proxy.SetAsync(ProxyFault.Refuse);
        await using var service = await FaultedService.StartAsync(proxy.ConnectionString);
        var write = WriteUnderFault.Kinds["create a user"]();
        Assert.Equal(HttpStatusCode.OK, await service.StatusOfAsync("/healthz", Cancellation));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await service.StatusOfAsync("/readyz", Cancellation));
        await write.TryAsync(service, Deadline);
        Assert.True(write.IsToBeRetried, write.Answer);

        await proxy.SetAsync(ProxyFault.None);

        await service.BecomesAsync(HttpStatusCode.OK, Patience, Cancellation);
        Assert.True(await write.TryAsync(service, Deadline) == WriteOutcome.Done, write.Answer);
        Assert.Equal(1, await write.CountAsync(service, Cancellation));
    }

    [Fact]
    public async Task Nothing_is_written_before_the_indexes_are_there()
    {
        await using var peer = MongoPeer.Start();
        var refusal = Reaction.Refuse(isApplied: false, 11602, "InterruptedDueToReplStateChange", "interrupted", isRetryable: false);
        using (peer.Script.Add("createIndexes", refusal, times: Always))
        {
            await using var service = await FaultedService.StartAsync(peer.ConnectionString);
            var write = WriteUnderFault.Kinds["create a user"]();

            await write.TryAsync(service, Deadline);

            Assert.True(write.IsToBeRetried, write.Answer);
            Assert.DoesNotContain(peer.Commands, command => command.IsWrite);
        }
    }
}
