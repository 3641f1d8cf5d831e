using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.Embed;

/// <summary>One integration as an end user sees it, with what it needs connections to.</summary>
public abstract class EmbeddedIntegrationTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task It_says_what_it_is_and_what_it_needs_connections_to(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddConnectedUserAsync();
        var schema = Structs.Parse("""{"type": "object"}""");
        var integration = await scene.AddDeployedIntegrationAsync(r =>
        {
            r.Name = "Contacts";
            r.Description = "Description";
            r.ImageUrl = "https://acme.example/logo.png";
            r.VariablesSchema = schema;
        });
        var primary = await scene.AddTemplateAsync(integration, scene.Crm);
        var mailer = await scene.AddTemplateAsync(integration);
        await scene.ActivateAsync(user, integration, (mailer, await scene.AddConnectionAsync(user)));

        var external = await GetAsync(transport, scene, user.ExternalId, integration);
        var ours = await GetAsync(transport, scene, user.Id, integration, "internal");

        Assert.Equal(
            new EmbeddedIntegration
            {
                Id = integration.Id,
                Name = "Contacts",
                Description = "Description",
                ImageUrl = "https://acme.example/logo.png",
                VariablesSchema = schema,
                IsDeployed = true,
                IsActivated = true,
                ConnectionTemplates = { primary, mailer },
            },
            external.Reply);
        Assert.Equal(external.Reply, ours.Reply);
    }

    [Fact]
    public async Task Every_field_is_in_the_JSON_but_for_a_schema_that_it_does_not_have()
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Rest));
        var integration = await scene.AddIntegrationAsync();

        var answer = await Service.Rest.ReadAsync($"/embed/{scene.HubId}/users/nobody/integrations/{integration.Id}");

        Assert.Equal(200, answer.Status);
        AssertJson.Equal(
            $$"""
            {"id": "{{integration.Id}}", "name": "Integration", "imageUrl": "", "description": "", "isDeployed": false,
             "isActivated": false, "connectionTemplates": []}
            """,
            answer.Json);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_user_who_does_not_exist_yet_has_not_activated_it(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var bound = await scene.BindAsync(await scene.AddUserAsync());

        var answer = await GetAsync(transport, scene, "nobody", bound.Integration);

        Assert.False(answer.Reply.IsActivated);
        Assert.Equal([bound.Template], answer.Reply.ConnectionTemplates);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_integration_of_another_hub_is_not_found(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var other = await ApiScene.CreateAsync(On(transport));
        var integration = await other.AddDeployedIntegrationAsync();

        var answer = await GetAsync(transport, scene, "ann", integration);

        answer.Refusal.As(ErrorReason.IntegrationNotFound);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_hub_or_an_integration_that_is_not_there_is_not_found(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));

        var noIntegration = await GetAsync(transport, scene, "ann", new Integration { Id = Catalogue.NewId() });
        var noHub = await On(transport).CallAsync(new GetEmbeddedIntegrationRequest
        {
            HubId = Catalogue.NewId(),
            UserId = "ann",
            IntegrationId = Catalogue.NewId(),
        });
        var malformed = await On(transport).CallAsync(new GetEmbeddedIntegrationRequest
        {
            HubId = "nonsense",
            UserId = "ann",
            IdentifierType = "nonsense",
            IntegrationId = "nonsense",
        });

        noIntegration.Refusal.As(ErrorReason.IntegrationNotFound);
        noHub.Refusal.As(ErrorReason.HubNotFound);
        malformed.Refusal.AsInvalid("hubId", "identifierType", "integrationId");
    }

    private Task<Answer<EmbeddedIntegration>> GetAsync(
        Transport transport, ApiScene scene, string user, Integration integration, string type = "") =>
        On(transport).CallAsync(new GetEmbeddedIntegrationRequest
        {
            HubId = scene.HubId,
            UserId = user,
            IdentifierType = type,
            IntegrationId = integration.Id,
        });
}

public sealed class EmbeddedIntegrationsOnSqlite(SqliteService service)
    : EmbeddedIntegrationTests(service), IClassFixture<SqliteService>;

public sealed class EmbeddedIntegrationsOnMongoDb(MongoDbService service)
    : EmbeddedIntegrationTests(service), IClassFixture<MongoDbService>;
