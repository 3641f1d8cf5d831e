using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.Integrations;

/// <summary>What an integration is when it was made.</summary>
public abstract class IntegrationTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_integration_says_all_that_it_was_made_with_and_is_not_deployed(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var schema = Structs.Parse("""{"type": "object", "properties": {"hour": {"type": "integer"}}}""");

        var made = await scene.AddIntegrationAsync(r =>
        {
            r.Name = "Contacts";
            r.Description = "In two\nlines";
            r.Summary = "In short";
            r.ImageUrl = "https://acme.example/logo.png";
            r.ScreenshotUrl = "https://acme.example/screen.png";
            r.VariablesSchema = schema;
        });

        Assert.Matches("^[0-7][0-9A-HJKMNP-TV-Z]{25}$", made.Id);
        Assert.Equal(
            new Integration
            {
                Id = made.Id,
                BoardId = made.Id,
                HubId = scene.HubId,
                Name = "Contacts",
                Description = "In two\nlines",
                Summary = "In short",
                ImageUrl = "https://acme.example/logo.png",
                ScreenshotUrl = "https://acme.example/screen.png",
                VariablesSchema = schema,
                IsDeployed = false,
            },
            made);
        Assert.Equal(made, (await On(transport).CallAsync(new GetIntegrationRequest { IntegrationId = made.Id })).Reply);
    }

    [Fact]
    public async Task Every_field_of_an_integration_is_in_the_JSON_but_for_a_schema_that_it_does_not_have()
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Rest));

        var answer = await Service.Rest.PostAsync(
            $"/hubs/{scene.HubId}/integrations",
            $$$"""{"organisationId": "{{{scene.Hub.OrganisationId}}}", "name": "I", "variablesSchema": {}}""");

        Assert.Equal(200, answer.Status);
        var id = answer.Json.GetProperty("id").GetString();
        AssertJson.Equal(
            $$"""
            {"id": "{{id}}", "boardId": "{{id}}", "hubId": "{{scene.HubId}}", "name": "I", "description": "", "summary": "",
             "imageUrl": "", "screenshotUrl": "", "isDeployed": false}
            """,
            answer.Json);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_integration_may_come_with_its_first_template(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var made = await scene.AddIntegrationAsync(r => r.ConnectionTemplate = new ConnectionTemplateCreate
        {
            ConnectorId = scene.Crm,
            AuthSchemeConfig = Samples.ApiKey(),
            Name = "Acme CRM",
            ImageUrl = "https://acme.example/logo.png",
        });

        var list = await On(transport).CallAsync(new ListConnectionTemplatesRequest { IntegrationId = made.Id });

        var template = Assert.Single(list.Reply.ConnectionTemplates);
        Assert.Equal(
            new ConnectionTemplate
            {
                Id = template.Id,
                ConnectorId = scene.Crm,
                Name = "Acme CRM",
                ImageUrl = "https://acme.example/logo.png",
                AuthSchemeConfig = Samples.ApiKey(),
                IsUsed = true,
                IsPrimary = true,
            },
            template);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_integration_without_a_template_has_none(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var made = await scene.AddIntegrationAsync();

        var list = await On(transport).CallAsync(new ListConnectionTemplatesRequest { IntegrationId = made.Id });

        Assert.Equal(new ConnectionTemplatePage(), list.Reply);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Only_the_organisation_that_owns_the_hub_makes_integrations_in_it(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));

        var answer = await On(transport).CallAsync(new CreateIntegrationRequest
        {
            HubId = scene.HubId,
            OrganisationId = Catalogue.NewId(),
            Name = "I",
        });

        answer.Refusal.AsInvalid("organisationId");
        Assert.Equal(0, (await On(transport).CallAsync(new ListIntegrationsRequest { HubId = scene.HubId })).Reply.TotalCount);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task All_that_is_missing_of_an_integration_is_reported_at_once(Transport transport)
    {
        var answer = await On(transport).CallAsync(new CreateIntegrationRequest
        {
            HubId = "nonsense",
            ConnectionTemplate = new ConnectionTemplateCreate(),
        });

        answer.Refusal.AsInvalid(
            "hubId",
            "organisationId",
            "name",
            "connectionTemplate.authSchemeConfig",
            "connectionTemplate.connectorId");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task All_that_is_wrong_with_an_integration_is_reported_at_once_and_nothing_is_stored(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));

        var answer = await On(transport).CallAsync(new CreateIntegrationRequest
        {
            HubId = scene.HubId,
            OrganisationId = "nonsense",
            Name = "a\tb",
            Description = new string('x', 10_001),
            Summary = new string('x', 10_001),
            ImageUrl = "logo.png",
            ScreenshotUrl = "https://acme.example/" + new string('x', 2_048),
            VariablesSchema = Structs.Parse("""{"type": "text"}"""),
            ConnectionTemplate = new ConnectionTemplateCreate
            {
                ConnectorId = scene.Crm,
                Name = new string('x', 256),
                AuthSchemeConfig = new AuthSchemeConfig(),
            },
        });

        answer.Refusal.AsInvalid(
            "organisationId",
            "name",
            "imageUrl",
            "screenshotUrl",
            "description",
            "summary",
            "variablesSchema.type",
            "connectionTemplate.name",
            "connectionTemplate.authSchemeConfig.schemeType");
        Assert.Equal(0, (await On(transport).CallAsync(new ListIntegrationsRequest { HubId = scene.HubId })).Reply.TotalCount);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_integration_or_a_hub_that_is_not_there_is_not_found(Transport transport)
    {
        var unknown = await On(transport).CallAsync(new GetIntegrationRequest { IntegrationId = Catalogue.NewId() });
        var malformed = await On(transport).CallAsync(new GetIntegrationRequest { IntegrationId = "nonsense" });
        var noHub = await On(transport).CallAsync(new CreateIntegrationRequest
        {
            HubId = Catalogue.NewId(),
            OrganisationId = Catalogue.NewId(),
            Name = "I",
        });

        unknown.Refusal.As(ErrorReason.IntegrationNotFound);
        malformed.Refusal.AsInvalid("integrationId");
        noHub.Refusal.As(ErrorReason.HubNotFound);
    }
}

public sealed class IntegrationsOnSqlite(SqliteService service) : IntegrationTests(service), IClassFixture<SqliteService>;

public sealed class IntegrationsOnMongoDb(MongoDbService service)
    : IntegrationTests(service), IClassFixture<MongoDbService>;
