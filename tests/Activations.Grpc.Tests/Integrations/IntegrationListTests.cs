using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.Integrations;

/// <summary>The integrations of a hub, page by page, all or those that are searched for.</summary>
public abstract class IntegrationListTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task Integrations_are_paged_both_ways(Transport transport)
    {
        var scene = await SceneOfAsync(transport, "1", "2", "3", "4", "5");
        await SceneOfAsync(transport, "of another hub");
        var request = new ListIntegrationsRequest { HubId = scene.HubId, First = 2 };

        var forward = await request.ForwardAsync(r => On(transport).CallAsync(r));
        var backward = await request.BackwardAsync(forward[^1], r => On(transport).CallAsync(r));

        var ids = forward.SelectMany(p => p.Integrations).Select(i => i.Id).ToList();
        Assert.Equal([2, 2, 1], forward.Select(p => p.Integrations.Count));
        Assert.Equal(ids.Order(StringComparer.Ordinal).Distinct(), ids);
        Assert.Equal(ids[..4], backward.SelectMany(p => p.Integrations).Select(i => i.Id));
        Assert.All([.. forward, .. backward], page => Assert.Equal((5, 5), (page.TotalCount, page.Total)));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_row_is_the_whole_integration(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var made = await scene.AddDeployedIntegrationAsync(r =>
        {
            r.Summary = "Summary";
            r.VariablesSchema = Structs.Parse("""{"type": "object"}""");
        });

        var list = await On(transport).CallAsync(new ListIntegrationsRequest { HubId = scene.HubId });

        Assert.Equal(new IntegrationPage { TotalCount = 1, Total = 1, Integrations = { made } }, list.Reply);
    }

    [Fact]
    public async Task An_empty_list_has_its_members_in_the_JSON()
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Rest));

        var answer = await Service.Rest.ReadAsync($"/hubs/{scene.HubId}/integrations");

        Assert.Equal(200, answer.Status);
        AssertJson.Equal("""{"totalCount": 0, "total": 0, "integrations": []}""", answer.Json);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Integrations_are_found_by_how_their_name_begins_in_any_case(Transport transport)
    {
        var scene = await SceneOfAsync(transport, "Contacts to Mailer", "contacts export", "Ärger", "100%", "to contacts");

        Assert.Equal(["Contacts to Mailer", "contacts export"], await SearchAsync(transport, scene, "CONTACTS"));
        Assert.Equal(["Contacts to Mailer"], await SearchAsync(transport, scene, "contacts t"));
        Assert.Equal(["Ärger"], await SearchAsync(transport, scene, "äR"));
        Assert.Empty(await SearchAsync(transport, scene, "%"));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_integration_is_found_by_its_new_name_and_not_by_its_old_one(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var integration = await scene.AddIntegrationAsync(r => r.Name = "Old");

        await On(transport).CallAsync(new UpdateIntegrationRequest { IntegrationId = integration.Id, Name = "New" });

        Assert.Empty(await SearchAsync(transport, scene, "old"));
        Assert.Equal(["New"], await SearchAsync(transport, scene, "new"));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_integration_is_found_by_its_id_in_its_own_hub(Transport transport)
    {
        var (scene, other) = (await ApiScene.CreateAsync(On(transport)), await ApiScene.CreateAsync(On(transport)));
        var integration = await scene.AddIntegrationAsync(r => r.Name = "Found");
        await scene.AddIntegrationAsync();

        Assert.Equal(["Found"], await SearchAsync(transport, scene, integration.Id.ToLowerInvariant()));
        Assert.Empty(await SearchAsync(transport, other, integration.Id));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_cursor_of_another_search_or_hub_is_refused(Transport transport)
    {
        var scene = await SceneOfAsync(transport, "1", "2");
        var other = await ApiScene.CreateAsync(On(transport));
        var page = await On(transport).CallAsync(new ListIntegrationsRequest { HubId = scene.HubId, First = 1 });

        var search = await On(transport).CallAsync(
            new ListIntegrationsRequest { HubId = scene.HubId, Search = "1", After = page.Reply.Next });
        var hub = await On(transport).CallAsync(
            new ListIntegrationsRequest { HubId = other.HubId, After = page.Reply.Next });
        var embedded = await On(transport).CallAsync(new ListEndUserIntegrationsRequest
        {
            HubId = scene.HubId,
            UserId = "ann",
            After = page.Reply.Next,
        });

        search.Refusal.AsInvalid("after");
        hub.Refusal.AsInvalid("after");
        embedded.Refusal.AsInvalid("after");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task The_integrations_of_a_hub_that_is_not_there_are_not_found(Transport transport)
    {
        var unknown = await On(transport).CallAsync(new ListIntegrationsRequest { HubId = Catalogue.NewId() });
        var malformed = await On(transport).CallAsync(new ListIntegrationsRequest { HubId = "nonsense", First = -1 });

        unknown.Refusal.As(ErrorReason.HubNotFound);
        malformed.Refusal.AsInvalid("hubId", "first");
    }

    private async Task<ApiScene> SceneOfAsync(Transport transport, params string[] names)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        foreach (var name in names)
            await scene.AddIntegrationAsync(r => r.Name = name);
        return scene;
    }

    private async Task<IEnumerable<string>> SearchAsync(Transport transport, ApiScene scene, string search)
    {
        var list = await On(transport).CallAsync(new ListIntegrationsRequest { HubId = scene.HubId, Search = search });
        Assert.Equal(list.Reply.Integrations.Count, list.Reply.TotalCount);
        return list.Reply.Integrations.Select(i => i.Name).Order(StringComparer.Ordinal);
    }
}

public sealed class IntegrationListsOnSqlite(SqliteService service)
    : IntegrationListTests(service), IClassFixture<SqliteService>;

public sealed class IntegrationListsOnMongoDb(MongoDbService service)
    : IntegrationListTests(service), IClassFixture<MongoDbService>;
