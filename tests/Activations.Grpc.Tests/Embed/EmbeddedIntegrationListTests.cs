using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.Embed;

/// <summary>The integrations of a hub as one end user sees them.</summary>
public abstract class EmbeddedIntegrationListTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_row_says_what_the_integration_is_and_that_the_user_has_activated_it(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();
        var schema = Structs.Parse("""{"type": "object"}""");
        var integration = await scene.AddDeployedIntegrationAsync(r =>
        {
            r.Name = "Contacts";
            r.Description = "Description";
            r.ImageUrl = "https://acme.example/logo.png";
            r.VariablesSchema = schema;
        });
        await scene.ActivateAsync(user, integration);

        var list = await ListAsync(transport, scene, user.ExternalId);

        Assert.Equal(
            new EmbeddedIntegrationPage
            {
                TotalCount = 1,
                TotalConnected = 1,
                Integrations =
                {
                    new EmbeddedIntegrationSummary
                    {
                        Id = integration.Id,
                        Name = "Contacts",
                        Description = "Description",
                        ImageUrl = "https://acme.example/logo.png",
                        VariablesSchema = schema,
                        IsDeployed = true,
                        IsActivated = true,
                    },
                },
            },
            list);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Only_what_this_user_has_activated_is_activated(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var (user, other) = (await scene.AddUserAsync(), await scene.AddUserAsync());
        var (mine, theirs) = (await scene.AddDeployedIntegrationAsync(), await scene.AddDeployedIntegrationAsync());
        await scene.ActivateAsync(user, mine);
        await scene.ActivateAsync(other, theirs);

        var external = await ListAsync(transport, scene, user.ExternalId);
        var ours = await ListAsync(transport, scene, user.Id, r => r.IdentifierType = "internal");

        Assert.Equal(mine.Id, Assert.Single(external.Integrations, i => i.IsActivated).Id);
        Assert.Equal((2, 1), (external.TotalCount, external.TotalConnected));
        Assert.Equal(external, ours);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task What_was_activated_once_is_no_longer_activated_when_the_activation_is_gone(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();
        var activation = await scene.ActivateAsync(user, await scene.AddDeployedIntegrationAsync());

        await On(transport).CallAsync(new DeleteActivationRequest { ActivationId = activation.Id });

        var list = await ListAsync(transport, scene, user.ExternalId);
        Assert.Equal((0, false), (list.TotalConnected, Assert.Single(list.Integrations).IsActivated));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_user_who_does_not_exist_yet_has_activated_nothing(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        await scene.ActivateAsync(await scene.AddUserAsync(), await scene.AddDeployedIntegrationAsync());

        var list = await ListAsync(transport, scene, "nobody");

        Assert.Equal((1, 0, false), (list.TotalCount, list.TotalConnected, Assert.Single(list.Integrations).IsActivated));
    }

    [Fact]
    public async Task A_hub_without_integrations_lists_none_and_its_members_are_in_the_JSON()
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Rest));

        var answer = await Service.Rest.ReadAsync($"/embed/{scene.HubId}/users/nobody/integrations");

        Assert.Equal(200, answer.Status);
        AssertJson.Equal("""{"totalCount": 0, "totalConnected": 0, "integrations": []}""", answer.Json);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Only_those_that_are_deployed_or_only_those_that_are_not_are_listed(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var (deployed, not) = (await scene.AddDeployedIntegrationAsync(), await scene.AddIntegrationAsync());

        var onlyDeployed = await ListAsync(transport, scene, "nobody", r => r.Deployed = true);
        var onlyNot = await ListAsync(transport, scene, "nobody", r => r.Deployed = false);
        var all = await ListAsync(transport, scene, "nobody");

        Assert.Equal((1, deployed.Id), (onlyDeployed.TotalCount, Assert.Single(onlyDeployed.Integrations).Id));
        Assert.Equal((1, not.Id), (onlyNot.TotalCount, Assert.Single(onlyNot.Integrations).Id));
        Assert.Equal((2, 2), (all.TotalCount, all.Integrations.Count));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Total_connected_counts_what_is_activated_whether_it_is_listed_or_not(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();
        var (first, second) = (await scene.AddDeployedIntegrationAsync(), await scene.AddDeployedIntegrationAsync());
        await scene.ActivateAsync(user, first);
        await scene.ActivateAsync(user, second);
        await On(transport).CallAsync(new UndeployIntegrationRequest { IntegrationId = second.Id });

        var list = await ListAsync(transport, scene, user.ExternalId, r => r.Deployed = true);

        Assert.Equal((1, 2), (list.TotalCount, list.TotalConnected));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task All_integrations_are_answered_when_nothing_is_said_about_pages(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        for (var i = 0; i < 21; i++)
            await scene.AddIntegrationAsync();

        var list = await ListAsync(transport, scene, "nobody");

        Assert.Equal((21, 21, false, false), (list.TotalCount, list.Integrations.Count, list.HasNext, list.HasPrev));
        Assert.Equal(list.Integrations.Select(i => i.Id).Order(StringComparer.Ordinal), list.Integrations.Select(i => i.Id));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Integrations_are_paged_both_ways_when_that_is_asked_for(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();
        for (var i = 0; i < 5; i++)
            await scene.ActivateAsync(user, await scene.AddDeployedIntegrationAsync());
        var request = new ListEndUserIntegrationsRequest { HubId = scene.HubId, UserId = user.ExternalId, First = 2 };

        var forward = await request.ForwardAsync(r => On(transport).CallAsync(r));
        var backward = await request.BackwardAsync(forward[^1], r => On(transport).CallAsync(r));

        var ids = forward.SelectMany(p => p.Integrations).Select(i => i.Id).ToList();
        Assert.Equal([2, 2, 1], forward.Select(p => p.Integrations.Count));
        Assert.Equal(ids.Order(StringComparer.Ordinal).Distinct(), ids);
        Assert.Equal(ids[..4], backward.SelectMany(p => p.Integrations).Select(i => i.Id));
        Assert.All([.. forward, .. backward], page => Assert.Equal((5, 5), (page.TotalCount, page.TotalConnected)));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_cursor_of_another_filter_is_refused(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        await scene.AddIntegrationAsync();
        await scene.AddIntegrationAsync();
        var page = await ListAsync(transport, scene, "nobody", r => r.First = 1);

        var answer = await On(transport).CallAsync(new ListEndUserIntegrationsRequest
        {
            HubId = scene.HubId,
            UserId = "nobody",
            Deployed = false,
            After = page.Next,
        });

        answer.Refusal.AsInvalid("after");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task The_integrations_of_a_hub_that_is_not_there_are_not_found(Transport transport)
    {
        var unknown = await On(transport).CallAsync(
            new ListEndUserIntegrationsRequest { HubId = Catalogue.NewId(), UserId = "ann" });
        var malformed = await On(transport).CallAsync(new ListEndUserIntegrationsRequest
        {
            HubId = "nonsense",
            UserId = "ann",
            IdentifierType = "nonsense",
            First = -1,
        });

        unknown.Refusal.As(ErrorReason.HubNotFound);
        malformed.Refusal.AsInvalid("hubId", "identifierType", "first");
    }

    private async Task<EmbeddedIntegrationPage> ListAsync(
        Transport transport, ApiScene scene, string user, Action<ListEndUserIntegrationsRequest>? change = null)
    {
        var request = new ListEndUserIntegrationsRequest { HubId = scene.HubId, UserId = user };
        change?.Invoke(request);
        return (await On(transport).CallAsync(request)).Reply;
    }
}

public sealed class EmbeddedIntegrationListsOnSqlite(SqliteService service)
    : EmbeddedIntegrationListTests(service), IClassFixture<SqliteService>;

public sealed class EmbeddedIntegrationListsOnMongoDb(MongoDbService service)
    : EmbeddedIntegrationListTests(service), IClassFixture<MongoDbService>;
