using Activations.Access;
using Activations.Builders;
using Activations.EndUsers;
using Activations.Grpc.Tests.Service;
using Activations.Stores.Tests.Suite;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Activations.Stores.Tests.Mongo.Plans;

/// <summary>
/// Every query of the store finds its documents by an index, so that its cost does not grow with what others have stored. The
/// queries are those that the store sends, explained.
/// </summary>
public sealed class MongoPlanTests(MongoDbAtHand atHand) : IAsyncLifetime
{
    private readonly SentCommands sent = new();
    private MongoUnderTest? underTest;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private MongoUnderTest UnderTest =>
        underTest ?? throw new InvalidOperationException("The test was not initialized.");

    public async ValueTask InitializeAsync() =>
        underTest = await MongoUnderTest.CreateAsync(atHand, Cancellation, watch: sent.Watch);

    public async ValueTask DisposeAsync()
    {
        if (underTest is not null)
            await underTest.DisposeAsync();
    }

    [Fact]
    public async Task The_queries_of_every_collection_are_collected_as_they_are_sent()
    {
        await CollectAsync();

        string[] expected =
        [
            "aggregate endUsers", "aggregate hubs", "aggregate integrations", "aggregate apiKeys", "aggregate signingKeys",
            "find endUsers", "find hubs", "find integrations", "find apiKeys", "find signingKeys", "find organisations",
            "update endUsers", "update hubs", "update integrations", "update apiKeys", "update organisations",
            "delete endUsers", "delete signingKeys",
        ];
        Assert.Equal(expected.Order(), sent.All.Select(command => $"{command.Name} {command.Collection}").Distinct().Order());
        Assert.DoesNotContain(sent.All, command => command.Command.Contains("lsid") || command.Command.Contains("readConcern"));
    }

    [Fact]
    public async Task Every_query_is_by_an_index_and_looks_at_no_more_than_it_has_to()
    {
        Assert.SkipUnless(
            await ExplainsAsync(), "The MongoDB at hand does not explain what it does: only a real one shows the cost of queries.");
        await CollectAsync();

        foreach (var group in sent.All.DistinctBy(command => command.Command.ToString()))
        {
            var plan = new QueryPlan(await UnderTest.RunAsync(group.ToExplain()));
            TestContext.Current.TestOutputHelper?.WriteLine($"{group.Name} {group.Collection}: {plan}");
            Assert.True(!plan.Faults(group.Promise).Any(), $"{string.Join("; ", plan.Faults(group.Promise))}: {plan}\n{group.Command}");
        }
    }

    private async Task CollectAsync()
    {
        var calls = new StoreCalls(UnderTest.Store, sent);
        await calls.SeedAsync();
        Reach[] reaches =
        [
            Reach.Everything, Reach.Of(Catalogue.Hub.OrganisationId), Reach.Of(Catalogue.Hub.OrganisationId, [Sample.Hub]),
            Reach.Of(new EndUserKey(Sample.Hub, "user-1x0")),
        ];
        foreach (var reach in reaches)
            await calls.CallWithinAsync(reach);
        await calls.CallOthersAsync();
    }

    /// <summary>Whether the server tells reading by an index from reading everything.</summary>
    private async Task<bool> ExplainsAsync()
    {
        try
        {
            var found = await ExplainAsync(new BsonDocument("_id", "nothing"));
            var scanned = await ExplainAsync(new BsonDocument("name", "nothing"));
            return found is { IsByIndex: true, IsScan: false } && scanned.IsScan;
        }
        catch (MongoCommandException)
        {
            return false;
        }
    }

    private async Task<QueryPlan> ExplainAsync(BsonDocument filter)
    {
        var find = new SentCommand(new BsonDocument { { "find", "integrations" }, { "filter", filter } }, new QueryPromise(0));
        return new QueryPlan(await UnderTest.RunAsync(find.ToExplain()));
    }
}
