using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.Hubs;

/// <summary>What a hub is when it was made.</summary>
public abstract class HubTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_hub_says_all_that_it_was_made_with(Transport transport)
    {
        var organisation = Catalogue.NewId();
        var connector = Catalogue.NewId();

        var answer = await On(transport).CallAsync(new CreateHubRequest
        {
            OrganisationId = organisation,
            Name = "My hub",
            PrimaryConnectorId = connector,
            AuthSchemeConfig = Samples.ApiKey(),
            PrimaryConnectorName = "Acme CRM",
            PrimaryConnectorImageUrl = "https://acme.example/logo.png",
        });

        Assert.Matches("^[0-7][0-9A-HJKMNP-TV-Z]{25}$", answer.Reply.Id);
        Assert.Equal(
            new Hub
            {
                Id = answer.Reply.Id,
                Name = "My hub",
                OrganisationId = organisation,
                PrimaryConnector = new ConnectorInfo
                {
                    ConnectorId = connector,
                    Name = "Acme CRM",
                    ImageUrl = "https://acme.example/logo.png",
                    AuthSchemeConfig = Samples.ApiKey(),
                },
            },
            answer.Reply);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_hub_reads_as_it_was_made(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));

        var read = await On(transport).CallAsync(new GetHubRequest { HubId = scene.HubId });

        Assert.Equal(scene.Hub, read.Reply);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_hub_is_found_by_its_id_in_lower_case_and_shows_it_in_upper_case(Transport transport)
    {
        var organisation = Catalogue.NewId();
        var scene = await ApiScene.CreateAsync(
            On(transport), r => r.OrganisationId = organisation.ToLowerInvariant());

        var read = await On(transport).CallAsync(new GetHubRequest { HubId = scene.HubId.ToLowerInvariant() });

        Assert.Equal((scene.HubId, organisation), (read.Reply.Id, read.Reply.OrganisationId));
    }

    [Fact]
    public async Task Every_field_of_a_hub_is_in_the_JSON_also_when_it_is_empty()
    {
        var (organisation, connector) = (Catalogue.NewId(), Catalogue.NewId());

        var answer = await Service.Rest.PostAsync("/hubs", $$$"""
            {"organisationId": "{{{organisation}}}", "name": "Hub", "primaryConnectorId": "{{{connector}}}",
             "authSchemeConfig": {"id": "", "description": "", "schemeType": "none", "validationMessages": []}}
            """);

        Assert.Equal(201, answer.Status);
        var id = answer.Json.GetProperty("id").GetString();
        AssertJson.Equal(
            $$$$"""
            {"id": "{{{{id}}}}", "name": "Hub", "isDefault": false, "organisationId": "{{{{organisation}}}}",
             "primaryConnector": {"connectorId": "{{{{connector}}}}", "name": "", "imageUrl": "", "variables": [],
              "authSchemeConfig": {"id": "", "description": "", "schemeType": "none", "validationMessages": []}}}
            """,
            answer.Json);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_hub_without_anything_breaks_every_rule_at_once(Transport transport)
    {
        var answer = await On(transport).CallAsync(new CreateHubRequest());

        answer.Refusal.AsInvalid("organisationId", "name", "authSchemeConfig", "primaryConnectorId");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Every_value_of_a_hub_that_is_wrong_is_reported_at_once(Transport transport)
    {
        var answer = await On(transport).CallAsync(new CreateHubRequest
        {
            OrganisationId = "short",
            Name = new string('x', 256),
            PrimaryConnectorId = "8ZZZZZZZZZZZZZZZZZZZZZZZZZ",
            PrimaryConnectorName = "a\tb",
            PrimaryConnectorImageUrl = "logo.png",
            AuthSchemeConfig = new AuthSchemeConfig { SchemeType = "password" },
        });

        answer.Refusal.AsInvalid(
            "organisationId",
            "name",
            "primaryConnectorId",
            "primaryConnectorName",
            "primaryConnectorImageUrl",
            "authSchemeConfig.schemeType");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_hub_that_is_refused_is_not_stored(Transport transport)
    {
        var organisation = Catalogue.NewId();
        await On(transport).CallAsync(new CreateHubRequest { OrganisationId = organisation, Name = "Hub" });

        var list = await On(transport).CallAsync(new ListHubsRequest { OrganisationId = organisation });

        Assert.Empty(list.Reply.Hubs);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_hub_that_is_not_there_is_not_found(Transport transport)
    {
        var unknown = await On(transport).CallAsync(new GetHubRequest { HubId = Catalogue.NewId() });
        var malformed = await On(transport).CallAsync(new GetHubRequest { HubId = "nonsense" });

        unknown.Refusal.As(ErrorReason.HubNotFound);
        malformed.Refusal.AsInvalid("hubId");
    }
}

public sealed class HubsOnSqlite(SqliteService service) : HubTests(service), IClassFixture<SqliteService>;

public sealed class HubsOnMongoDb(MongoDbService service) : HubTests(service), IClassFixture<MongoDbService>;
