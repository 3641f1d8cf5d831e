using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.Integrations;

/// <summary>The connection templates of an integration, and which of them are used.</summary>
public abstract class ConnectionTemplateTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_new_template_is_used_and_says_all_that_it_was_made_with(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var integration = await scene.AddIntegrationAsync();

        var made = (await On(transport).CallAsync(new CreateConnectionTemplateRequest
        {
            IntegrationId = integration.Id,
            ConnectorId = scene.Mailer,
            AuthSchemeConfig = Samples.ApiKey(),
            Name = "Mailer",
            ImageUrl = "https://mailer.example/logo.png",
        })).Reply;

        Assert.Equal(
            new ConnectionTemplate
            {
                Id = made.Id,
                ConnectorId = scene.Mailer,
                Name = "Mailer",
                ImageUrl = "https://mailer.example/logo.png",
                AuthSchemeConfig = Samples.ApiKey(),
                IsUsed = true,
                IsPrimary = false,
            },
            made);
        Assert.Equal([made], await ListAsync(transport, integration));
    }

    [Fact]
    public async Task Every_field_of_a_template_is_in_the_JSON_also_when_it_is_empty()
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Rest));
        var integration = await scene.AddIntegrationAsync();

        var answer = await Service.Rest.PostAsync(
            $"/integrations/{integration.Id}/connection-templates",
            $$$"""{"connectorId": "{{{scene.Mailer}}}", "authSchemeConfig": {"schemeType": "none"}}""");

        Assert.Equal(200, answer.Status);
        AssertJson.Equal(
            $$$"""
            {"id": "{{{answer.Json.GetProperty("id").GetString()}}}", "connectorId": "{{{scene.Mailer}}}", "name": "",
             "imageUrl": "", "isUsed": true, "isPrimary": false,
             "authSchemeConfig": {"id": "", "description": "", "schemeType": "none"}}
            """,
            answer.Json);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_template_is_primary_if_its_connector_is_the_hubs_primary_connector(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var integration = await scene.AddIntegrationAsync();

        var primary = await scene.AddTemplateAsync(integration, scene.Crm.ToLowerInvariant());
        var other = await scene.AddTemplateAsync(integration);

        Assert.Equal((true, scene.Crm, false), (primary.IsPrimary, primary.ConnectorId, other.IsPrimary));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Templates_are_paged_both_ways(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var integration = await scene.AddIntegrationAsync();
        for (var i = 0; i < 5; i++)
            await scene.AddTemplateAsync(integration);
        var request = new ListConnectionTemplatesRequest { IntegrationId = integration.Id, First = 2 };

        var forward = await request.ForwardAsync(r => On(transport).CallAsync(r));
        var backward = await request.BackwardAsync(forward[^1], r => On(transport).CallAsync(r));

        var ids = forward.SelectMany(p => p.ConnectionTemplates).Select(t => t.Id).ToList();
        Assert.Equal([2, 2, 1], forward.Select(p => p.ConnectionTemplates.Count));
        Assert.Equal(ids.Order(StringComparer.Ordinal).Distinct(), ids);
        Assert.Equal(ids[..4], backward.SelectMany(p => p.ConnectionTemplates).Select(t => t.Id));
        Assert.All([.. forward, .. backward], page => Assert.Equal(5, page.TotalCount));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_integration_has_at_most_100_templates(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var integration = await scene.AddIntegrationAsync();
        for (var i = 0; i < 100; i++)
            await scene.AddTemplateAsync(integration);

        var answer = await On(transport).CallAsync(new CreateConnectionTemplateRequest
        {
            IntegrationId = integration.Id,
            ConnectorId = scene.Mailer,
            AuthSchemeConfig = Samples.ApiKey(),
        });

        answer.Refusal.As(ErrorReason.IntegrationLimitExceeded);
        Assert.Equal(100, (await ListAsync(transport, integration)).Count);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_new_template_leaves_the_activations_that_exist_as_they_are(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var bound = await scene.BindAsync(await scene.AddUserAsync());

        await scene.AddTemplateAsync(bound.Integration);

        var read = await On(transport).CallAsync(new GetActivationRequest { ActivationId = bound.Activation.Id });
        Assert.Equal(bound.Activation, read.Reply);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task The_templates_that_are_named_are_used_and_the_others_are_not(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var integration = await scene.AddIntegrationAsync();
        var (first, second) = (await scene.AddTemplateAsync(integration), await scene.AddTemplateAsync(integration));

        await SetUsedAsync(transport, integration, second.Id.ToLowerInvariant());
        var one = (await ListAsync(transport, integration)).Where(t => t.IsUsed);
        await SetUsedAsync(transport, integration);
        var none = (await ListAsync(transport, integration)).Where(t => t.IsUsed);
        await SetUsedAsync(transport, integration, first.Id, second.Id);
        var both = (await ListAsync(transport, integration)).Where(t => t.IsUsed);

        Assert.Equal(second.Id, Assert.Single(one).Id);
        Assert.Empty(none);
        Assert.Equal(2, both.Count());
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_activation_needs_connections_for_the_templates_that_are_used(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();
        var integration = await scene.AddDeployedIntegrationAsync();
        await scene.AddTemplateAsync(integration);
        var request = new CreateActivationRequest { UserId = user.ExternalId, IntegrationId = integration.Id };

        var needed = await On(transport).CallAsync(request);
        await SetUsedAsync(transport, integration);
        var notNeeded = await On(transport).CallAsync(request);

        needed.Refusal.AsInvalid("connections");
        Assert.Empty(notNeeded.Reply.Connections);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Templates_that_are_not_the_integrations_are_violations_and_nothing_is_changed(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var (integration, other) = (await scene.AddIntegrationAsync(), await scene.AddIntegrationAsync());
        var (own, foreign) = (await scene.AddTemplateAsync(integration), await scene.AddTemplateAsync(other));
        await SetUsedAsync(transport, integration);

        var unknown = await On(transport).CallAsync(new UpdateIntegrationMetadataRequest
        {
            IntegrationId = integration.Id,
            UsedConnectionTemplates = { Catalogue.NewId(), own.Id, foreign.Id },
        });
        var malformed = await On(transport).CallAsync(new UpdateIntegrationMetadataRequest
        {
            IntegrationId = integration.Id,
            UsedConnectionTemplates = { own.Id, "nonsense", "" },
        });

        unknown.Refusal.AsInvalid("usedConnectionTemplates[0]", "usedConnectionTemplates[2]");
        malformed.Refusal.AsInvalid("usedConnectionTemplates[1]", "usedConnectionTemplates[2]");
        Assert.False(Assert.Single(await ListAsync(transport, integration)).IsUsed);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task All_that_is_wrong_with_a_template_is_reported_at_once(Transport transport)
    {
        var nothing = await On(transport).CallAsync(new CreateConnectionTemplateRequest { IntegrationId = "nonsense" });
        var wrong = await On(transport).CallAsync(new CreateConnectionTemplateRequest
        {
            IntegrationId = Catalogue.NewId(),
            ConnectorId = "nonsense",
            Name = "a\tb",
            ImageUrl = "logo.png",
            AuthSchemeConfig = new AuthSchemeConfig { SchemeType = "api-key", Name = "k", In = "body" },
        });

        nothing.Refusal.AsInvalid("integrationId", "authSchemeConfig", "connectorId");
        wrong.Refusal.AsInvalid("connectorId", "name", "imageUrl", "authSchemeConfig.in");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task The_templates_of_an_integration_that_is_not_there_are_not_found(Transport transport)
    {
        var caller = On(transport);
        var id = Catalogue.NewId();

        var made = await caller.CallAsync(new CreateConnectionTemplateRequest
        {
            IntegrationId = id,
            ConnectorId = Catalogue.NewId(),
            AuthSchemeConfig = Samples.ApiKey(),
        });
        var list = await caller.CallAsync(new ListConnectionTemplatesRequest { IntegrationId = id });
        var metadata = await caller.CallAsync(new UpdateIntegrationMetadataRequest { IntegrationId = id });
        var malformed = await caller.CallAsync(new ListConnectionTemplatesRequest { IntegrationId = "nonsense", First = -1 });

        made.Refusal.As(ErrorReason.IntegrationNotFound);
        list.Refusal.As(ErrorReason.IntegrationNotFound);
        metadata.Refusal.As(ErrorReason.IntegrationNotFound);
        malformed.Refusal.AsInvalid("integrationId", "first");
    }

    private async Task SetUsedAsync(Transport transport, Integration integration, params string[] templates)
    {
        var answer = await On(transport).CallAsync(new UpdateIntegrationMetadataRequest
        {
            IntegrationId = integration.Id,
            UsedConnectionTemplates = { templates },
        });
        Assert.NotNull(answer.Reply);
    }

    private async Task<IReadOnlyList<ConnectionTemplate>> ListAsync(Transport transport, Integration integration) =>
        (await On(transport).CallAsync(new ListConnectionTemplatesRequest
        {
            IntegrationId = integration.Id,
            First = 100,
        })).Reply.ConnectionTemplates;
}

public sealed class ConnectionTemplatesOnSqlite(SqliteService service)
    : ConnectionTemplateTests(service), IClassFixture<SqliteService>;

public sealed class ConnectionTemplatesOnMongoDb(MongoDbService service)
    : ConnectionTemplateTests(service), IClassFixture<MongoDbService>;
