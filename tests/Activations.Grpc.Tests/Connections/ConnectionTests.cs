using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.Connections;

/// <summary>What a connection is when it was made.</summary>
public abstract class ConnectionTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_connection_says_all_that_it_was_made_with_but_for_the_secrets(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();

        var made = await scene.AddConnectionAsync(user, scene.Mailer, new ConnectionCreate
        {
            Name = "My mailer",
            Credentials = new ConnectionCredentialsCreate
            {
                Action = { Samples.Credential("one"), Samples.Credential("two") },
                Trigger = { Samples.Credential("three", "basic-auth", """{"username": "me", "password": "secret"}""") },
            },
            Variables = { new ConnectionVariable { Name = "region", Value = "eu" } },
        });

        Assert.Matches("^[0-7][0-9A-HJKMNP-TV-Z]{25}$", made.Id);
        Assert.Equal(("My mailer", scene.Mailer, made.CreatedAt), (made.Name, made.ConnectorId, made.UpdatedAt));
        Assert.Equal([new ConnectionVariable { Name = "region", Value = "eu" }], made.Variables);
        Assert.Equal(["one", "two"], made.Credentials.Action.Select(c => c.Credential.Name));
        var trigger = Assert.Single(made.Credentials.Trigger);
        Assert.Equal(("three", "basic-auth"), (trigger.Credential.Name, trigger.Credential.Type));
        Assert.Equal(Structs.Parse("""{"username": "", "password": ""}"""), trigger.Credential.Data);
        Assert.Equal(scene.Hub.OrganisationId, trigger.Credential.OrganisationId);
        Assert.Equal(Samples.ApiKey(), trigger.AuthSchemeConfig);
        Assert.Equal(
            6, made.Credentials.Action.Append(trigger).SelectMany(c => new[] { c.Id, c.Credential.Id }).Distinct().Count());
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_connection_reads_as_it_was_made(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var made = await scene.AddConnectionAsync(await scene.AddUserAsync());

        var read = await On(transport).CallAsync(new GetConnectionRequest { ConnectionId = made.Id.ToLowerInvariant() });

        Assert.Equal(made, read.Reply);
    }

    [Fact]
    public async Task Every_field_of_a_connection_is_in_the_JSON_also_when_it_is_empty()
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Rest));
        var user = await scene.AddUserAsync("ann");

        var answer = await Service.Rest.PostAsync(
            $"/hubs/{scene.HubId}/users/{user.Id}/connections?identifier_type=internal",
            $$$"""
            {"connectorId": "{{{scene.Mailer}}}",
             "connection": {"name": "C", "credentials": {"action": [], "trigger": []}, "variables": [{"name": "v", "value": ""}]}}
            """);

        Assert.Equal(201, answer.Status);
        var (id, createdAt) = (answer.Json.GetProperty("id").GetString(), answer.Json.GetProperty("createdAt").GetString());
        AssertJson.Equal(
            $$"""
            {"id": "{{id}}", "name": "C", "connectorId": "{{scene.Mailer}}", "credentials": {"action": [], "trigger": []},
             "variables": [{"name": "v", "value": ""}], "createdAt": "{{createdAt}}", "updatedAt": "{{createdAt}}"}
            """,
            answer.Json);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_user_is_named_by_our_id_too(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();

        var ours = await On(transport).CallAsync(RequestFor(scene, user.Id, "internal"));
        var nonsense = await On(transport).CallAsync(RequestFor(scene, user.Id, "nonsense"));

        Assert.NotEmpty(ours.Reply.Id);
        nonsense.Refusal.AsInvalid("identifierType");
    }

    [Theory]
    [InlineData("internal", 201)]
    [InlineData("external", 404)]
    [InlineData("nonsense", 400)]
    public async Task Over_REST_the_type_of_user_id_is_a_parameter_of_the_query(string type, int status)
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Rest));
        var user = await scene.AddUserAsync();

        var answer = await Service.Rest.PostAsync(
            $"/hubs/{scene.HubId}/users/{user.Id}/connections?identifier_type={type}",
            $$$$"""{"connectorId": "{{{{scene.Mailer}}}}", "connection": {"name": "C", "credentials": {}}}""");

        Assert.Equal(status, answer.Status);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_connection_to_the_primary_connector_becomes_the_primary_one_of_a_user_without(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();

        var first = await scene.AddConnectionAsync(user, scene.Crm);
        await scene.AddConnectionAsync(user, scene.Crm);

        Assert.Equal(first, (await ReadUserAsync(transport, scene, user)).PrimaryConnection);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_connection_to_another_connector_is_never_the_primary_one(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();

        await scene.AddConnectionAsync(user, scene.Mailer);

        Assert.Equal("", (await ReadUserAsync(transport, scene, user)).PrimaryConnection.Id);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task All_that_is_missing_of_a_connection_is_reported_at_once(Transport transport)
    {
        var nothing = await On(transport).CallAsync(new CreateEndUserConnectionRequest { HubId = "nonsense", UserId = "ann" });
        var empty = await On(transport).CallAsync(new CreateEndUserConnectionRequest
        {
            HubId = Catalogue.NewId(),
            UserId = "ann",
            ConnectorId = "nonsense",
            Connection = new ConnectionCreate(),
        });

        nothing.Refusal.AsInvalid("hubId", "connectorId", "connection");
        empty.Refusal.AsInvalid("connectorId", "connection.name", "connection.credentials");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task All_that_is_wrong_with_a_connection_is_reported_at_once_and_nothing_is_stored(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();
        var request = RequestFor(scene, user.ExternalId);
        request.Connection.Name = new string('x', 256);
        request.Connection.Credentials.Action[0].AuthSchemeConfig = new AuthSchemeConfig { SchemeType = "hmac" };
        request.Connection.Credentials.Action.Add(new ConnectionCredentialCreate
        {
            AuthSchemeConfig = Samples.ApiKey(),
            Credential = new CredentialCreate { Type = "string" },
        });
        request.Connection.Variables.Add(new ConnectionVariable());

        var answer = await On(transport).CallAsync(request);

        const string action = "connection.credentials.action";
        answer.Refusal.AsInvalid(
            "connection.name",
            $"{action}[0].authSchemeConfig.name",
            $"{action}[0].authSchemeConfig.in",
            $"{action}[0].authSchemeConfig.algorithm",
            $"{action}[0].authSchemeConfig.digestInputs",
            $"{action}[1].credential.name",
            $"{action}[1].credential.data",
            "connection.variables[0].name");
        var list = await On(transport).CallAsync(
            new ListEndUserConnectionsRequest { HubId = scene.HubId, UserId = user.ExternalId });
        Assert.Equal(0, list.Reply.TotalCount);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_connection_for_nobody_is_not_made(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));

        var noUser = await On(transport).CallAsync(RequestFor(scene, "nobody"));
        var request = RequestFor(scene, "nobody");
        request.HubId = Catalogue.NewId();
        var noHub = await On(transport).CallAsync(request);

        noUser.Refusal.As(ErrorReason.UserNotFound);
        noHub.Refusal.As(ErrorReason.HubNotFound);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_connection_that_is_not_there_is_not_found(Transport transport)
    {
        var unknown = await On(transport).CallAsync(new GetConnectionRequest { ConnectionId = Catalogue.NewId() });
        var malformed = await On(transport).CallAsync(new GetConnectionRequest { ConnectionId = "nonsense" });

        unknown.Refusal.As(ErrorReason.ConnectionNotFound);
        malformed.Refusal.AsInvalid("connectionId");
    }

    private static CreateEndUserConnectionRequest RequestFor(ApiScene scene, string user, string type = "") => new()
    {
        HubId = scene.HubId,
        UserId = user,
        IdentifierType = type,
        ConnectorId = scene.Mailer,
        Connection = Samples.Connection(),
    };

    private async Task<EndUser> ReadUserAsync(Transport transport, ApiScene scene, EndUser user) =>
        (await On(transport).CallAsync(new GetEndUserRequest { HubId = scene.HubId, UserId = user.ExternalId })).Reply;
}

public sealed class ConnectionsOnSqlite(SqliteService service) : ConnectionTests(service), IClassFixture<SqliteService>;

public sealed class ConnectionsOnMongoDb(MongoDbService service) : ConnectionTests(service), IClassFixture<MongoDbService>;
