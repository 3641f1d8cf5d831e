using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;

namespace Activations.Grpc.Tests.EndUsers;

/// <summary>What an end user is when it was made, and how it is found.</summary>
public abstract class EndUserTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_user_with_a_primary_connection_says_all_that_it_was_made_with(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));

        var user = (await On(transport).CallAsync(new CreateEndUserRequest
        {
            HubId = scene.HubId,
            ExternalId = "ann",
            DisplayName = "Ann",
            PrimaryConnection = new ConnectionCreate(Samples.Connection())
            {
                Variables = { new ConnectionVariable { Name = "region", Value = "eu" }, new ConnectionVariable { Name = "empty" } },
            },
        })).Reply;

        Assert.Matches("^[0-7][0-9A-HJKMNP-TV-Z]{25}$", user.Id);
        Assert.Equal(("ann", "Ann", scene.HubId), (user.ExternalId, user.DisplayName, user.HubId));
        Assert.Equal((user.CreatedAt, user.CreatedAt), (user.UpdatedAt, user.PrimaryConnection.CreatedAt));
        Assert.Equal(0, user.CreatedAt.Nanos % 1_000_000);
        var primary = user.PrimaryConnection;
        Assert.Equal(("My connection", scene.Crm), (primary.Name, primary.ConnectorId));
        Assert.Equal(
            [new ConnectionVariable { Name = "region", Value = "eu" }, new ConnectionVariable { Name = "empty" }],
            primary.Variables);
        var credential = Assert.Single(primary.Credentials.Action);
        Assert.Equal(Samples.ApiKey(), credential.AuthSchemeConfig);
        Assert.Equal(
            new Credential
            {
                Id = credential.Credential.Id,
                OrganisationId = scene.Hub.OrganisationId,
                Name = "key",
                Type = "string",
                Data = Structs.Parse("""{"value": ""}"""),
            },
            credential.Credential);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_user_without_a_primary_connection_has_an_empty_one_with_an_empty_id(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));

        var user = await scene.AddUserAsync();

        Assert.Equal(
            new Connection
            {
                Credentials = new ConnectionCredentials(),
                CreatedAt = new Timestamp(),
                UpdatedAt = new Timestamp(),
            },
            user.PrimaryConnection);
        Assert.Equal("", user.DisplayName);
    }

    [Fact]
    public async Task Every_field_of_a_user_is_in_the_JSON_also_when_it_is_empty()
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Rest));

        var answer = await Service.Rest.PostAsync($"/hubs/{scene.HubId}/users", """{"externalId": "ann"}""");

        Assert.Equal(201, answer.Status);
        var (id, createdAt) = (answer.Json.GetProperty("id").GetString(), answer.Json.GetProperty("createdAt").GetString());
        AssertJson.Equal(
            $$$"""
            {"id": "{{{id}}}", "externalId": "ann", "displayName": "", "hubId": "{{{scene.HubId}}}",
             "createdAt": "{{{createdAt}}}", "updatedAt": "{{{createdAt}}}",
             "primaryConnection": {"id": "", "name": "", "connectorId": "", "variables": [],
              "credentials": {"action": [], "trigger": []},
              "createdAt": "1970-01-01T00:00:00Z", "updatedAt": "1970-01-01T00:00:00Z"}}
            """,
            answer.Json);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_user_is_found_by_the_external_id_and_by_ours(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddConnectedUserAsync();

        var byDefault = await GetAsync(transport, scene, user.ExternalId);
        var external = await GetAsync(transport, scene, user.ExternalId, "external");
        var ours = await GetAsync(transport, scene, user.Id.ToLowerInvariant(), "internal");

        Assert.Equal([user, user, user], [byDefault.Reply, external.Reply, ours.Reply]);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_type_of_user_id_is_external_or_internal(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));

        var answer = await GetAsync(transport, scene, "ann", "nonsense");

        answer.Refusal.AsInvalid("identifierType");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_external_id_is_taken_in_its_hub_only(Transport transport)
    {
        var first = await ApiScene.CreateAsync(On(transport));
        var second = await ApiScene.CreateAsync(On(transport));
        var user = await first.AddUserAsync("ann");

        var again = await On(transport).CallAsync(new CreateEndUserRequest { HubId = first.HubId, ExternalId = "ann" });
        var elsewhere = await second.AddUserAsync("ann");

        Assert.Equal(user.Id, again.Refusal.As(ErrorReason.UserAlreadyExists).Metadata["userId"]);
        Assert.NotEqual(user.Id, elsewhere.Id);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_second_user_with_the_same_external_id_leaves_the_first_as_it_is(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync("ann");

        await On(transport).CallAsync(new CreateEndUserRequest
        {
            HubId = scene.HubId,
            ExternalId = "ann",
            DisplayName = "Another",
            PrimaryConnection = Samples.Connection(),
        });

        Assert.Equal(user, (await GetAsync(transport, scene, "ann")).Reply);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task External_ids_are_compared_ordinally(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        string[] ids =
        [
            "Ann", "ann", " ann", "ann ", "a/b", "a%2Fb", "a\u0301", "\u00e1", "🦊", "...", new string('\u00df', 255),
        ];
        foreach (var id in ids)
            await scene.AddUserAsync(id);

        foreach (var id in ids)
            Assert.Equal(id, (await GetAsync(transport, scene, id)).Reply.ExternalId);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Of_16_users_made_at_once_with_one_external_id_one_is_made(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(
            _ => On(transport).CallAsync(new CreateEndUserRequest { HubId = scene.HubId, ExternalId = "ann" })));

        var made = Assert.Single(answers, a => a.RefusalOrNull is null).Reply;
        Assert.All(
            answers.Where(a => a.RefusalOrNull is not null),
            a => Assert.Equal(made.Id, a.Refusal.As(ErrorReason.UserAlreadyExists).Metadata["userId"]));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task All_that_is_wrong_with_a_new_user_is_reported_at_once_and_nothing_is_stored(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));

        var answer = await On(transport).CallAsync(new CreateEndUserRequest
        {
            HubId = scene.HubId,
            ExternalId = "a\tb",
            DisplayName = new string('x', 256),
            PrimaryConnection = new ConnectionCreate
            {
                Credentials = new ConnectionCredentialsCreate { Trigger = { new ConnectionCredentialCreate() } },
                Variables = { new ConnectionVariable { Value = "no name" } },
            },
        });

        answer.Refusal.AsInvalid(
            "externalId",
            "displayName",
            "primaryConnection.name",
            "primaryConnection.credentials.trigger[0].authSchemeConfig",
            "primaryConnection.credentials.trigger[0].credential",
            "primaryConnection.variables[0].name");
        var list = await On(transport).CallAsync(new ListEndUsersRequest { HubId = scene.HubId });
        Assert.Equal(0, list.Reply.TotalCount);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_credential_that_does_not_match_its_type_makes_no_user(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));

        var answer = await On(transport).CallAsync(new CreateEndUserRequest
        {
            HubId = scene.HubId,
            ExternalId = "ann",
            PrimaryConnection = Samples.Connection(Samples.Credential(type: "basic-auth", data: """{"username": 1}""")),
        });

        answer.Refusal.AsInvalid(
            "primaryConnection.credentials.action[0].credential.data.username",
            "primaryConnection.credentials.action[0].credential.data.password");
        (await GetAsync(transport, scene, "ann")).Refusal.As(ErrorReason.UserNotFound);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_user_or_a_hub_that_is_not_there_is_not_found(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var other = await ApiScene.CreateAsync(On(transport));
        var user = await other.AddUserAsync();

        var unknown = await GetAsync(transport, scene, "nobody");
        var ofAnotherHub = await GetAsync(transport, scene, user.Id, "internal");
        var noHub = await On(transport).CallAsync(new GetEndUserRequest { HubId = Catalogue.NewId(), UserId = "ann" });
        var noHubToMakeItIn = await On(transport).CallAsync(
            new CreateEndUserRequest { HubId = Catalogue.NewId(), ExternalId = "ann" });
        var malformed = await On(transport).CallAsync(
            new GetEndUserRequest { HubId = "nonsense", UserId = "nonsense", IdentifierType = "internal" });

        unknown.Refusal.As(ErrorReason.UserNotFound);
        ofAnotherHub.Refusal.As(ErrorReason.UserNotFound);
        noHub.Refusal.As(ErrorReason.HubNotFound);
        noHubToMakeItIn.Refusal.As(ErrorReason.HubNotFound);
        malformed.Refusal.AsInvalid("hubId", "userId");
    }

    private Task<Answer<EndUser>> GetAsync(Transport transport, ApiScene scene, string id, string type = "") =>
        On(transport).CallAsync(new GetEndUserRequest { HubId = scene.HubId, UserId = id, IdentifierType = type });
}

public sealed class EndUsersOnSqlite(SqliteService service) : EndUserTests(service), IClassFixture<SqliteService>;

public sealed class EndUsersOnMongoDb(MongoDbService service) : EndUserTests(service), IClassFixture<MongoDbService>;
