using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.Embed;

/// <summary>What an end user's page costs: one read for each kind of aggregate, however much there is.</summary>
public abstract class ReadCountTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    private static readonly string[] OneOfEachKind =
        ["IEndUserStore.LoadAsync", "IHubStore.LoadAsync", "IIntegrationStore.ListAsync"];

    [Theory, MemberData(nameof(EachTransport))]
    public async Task The_list_of_200_integrations_is_one_read_for_each_kind_of_aggregate(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();
        var integrations = new List<Integration>();
        for (var i = 0; i < 200; i++)
            integrations.Add(await scene.AddIntegrationAsync());
        foreach (var integration in integrations.Take(3))
        {
            await On(transport).CallAsync(new DeployIntegrationRequest { IntegrationId = integration.Id });
            await scene.ActivateAsync(user, integration);
        }

        await using var store = new CountingStore(Service.Store);
        await using var counted = await ServiceUnderTest.StartAsync([], store);
        store.TakeCalls();
        var list = await counted.On(transport).CallAsync(
            new ListEndUserIntegrationsRequest { HubId = scene.HubId, UserId = user.ExternalId });

        Assert.Equal(OneOfEachKind, store.TakeCalls());
        Assert.Equal((200, 200, 3), (list.Reply.TotalCount, list.Reply.Integrations.Count, list.Reply.TotalConnected));
        Assert.Equal(
            integrations.Take(3).Select(i => i.Id).Order(StringComparer.Ordinal),
            list.Reply.Integrations.Where(i => i.IsActivated).Select(i => i.Id));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task One_integration_is_one_read_for_each_kind_of_aggregate(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var bound = await scene.BindAsync(await scene.AddUserAsync("ann"));

        await using var store = new CountingStore(Service.Store);
        await using var counted = await ServiceUnderTest.StartAsync([], store);
        store.TakeCalls();
        await counted.On(transport).CallAsync(new GetEmbeddedIntegrationRequest
        {
            HubId = scene.HubId,
            UserId = "ann",
            IntegrationId = bound.Integration.Id,
        });

        Assert.Equal(
            ["IEndUserStore.LoadAsync", "IHubStore.LoadAsync", "IIntegrationStore.LoadAsync"], store.TakeCalls());
    }
}

public sealed class ReadCountsOnSqlite(SqliteService service) : ReadCountTests(service), IClassFixture<SqliteService>;

public sealed class ReadCountsOnMongoDb(MongoDbService service) : ReadCountTests(service), IClassFixture<MongoDbService>;
