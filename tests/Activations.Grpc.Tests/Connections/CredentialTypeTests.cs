using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.Connections;

/// <summary>Each type of credential asks for its own data.</summary>
public abstract class CredentialTypeTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    /// <summary>A type, data that match it, and how they print.</summary>
    public static TheoryData<string, string, string> Matching => new()
    {
        { "none", "{}", "{}" },
        { "string", """{"value": "s"}""", """{"value": ""}""" },
        { "binary", """{"valueBase64": "c2VjcmV0"}""", """{"valueBase64": ""}""" },
        { "basic-auth", """{"username": "u", "password": "p"}""", """{"username": "", "password": ""}""" },
        {
            "oauth2-client",
            """{"clientId": "c", "clientSecret": "s", "authorizeUrl": "https://a.example", "tokenUrl": "https://t.example", "scopes": ["r"], "additionalParams": "a=b", "mTLSEnabled": true, "mTLSCredentialId": "m"}""",
            """{"clientId": "", "clientSecret": "", "authorizeUrl": "", "tokenUrl": "", "scopes": [], "additionalParams": "", "mTLSCredentialId": ""}"""
        },
        { "oauth2-code", """{"code": "c", "state": "s"}""", """{"code": "", "state": ""}""" },
        { "oauth2-password", """{"username": "u", "password": "p"}""", """{"username": "", "password": ""}""" },
        {
            "oauth2-token",
            """{"scopes": ["r"], "refreshToken": "r", "accessToken": "a", "tokenType": "Bearer", "expiresAt": "2030-01-01T00:00:00Z"}""",
            """{"scopes": [], "refreshToken": "", "accessToken": "", "tokenType": ""}"""
        },
        { "custom-function", """{"anything": {"deep": ["secret"]}}""", """{"anything": ""}""" },
        { "certificate", """{"certificate": "c", "key": "k", "ca": "a"}""", """{"certificate": "", "key": "", "ca": ""}""" },
        { "jwt-bearer", """{"claims": {"sub": "secret"}, "n": 1, "none": null}""", """{"claims": "", "n": "", "none": ""}""" },
    };

    /// <summary>A type, data that do not match it, and the members that are reported.</summary>
    public static TheoryData<string, string, string[]> NotMatching => new()
    {
        { "none", """{"value": "s"}""", [""] },
        { "string", "{}", [".value"] },
        { "binary", """{"valueBase64": "no base64!"}""", [".valueBase64"] },
        { "basic-auth", """{"username": ["u"]}""", [".username", ".password"] },
        {
            "oauth2-client",
            """{"authorizeUrl": "/authorize", "tokenUrl": "token", "scopes": "r", "additionalParams": 1, "mTLSEnabled": "yes", "mTLSCredentialId": 1}""",
            [".clientId", ".clientSecret", ".authorizeUrl", ".tokenUrl", ".scopes", ".additionalParams", ".mTLSEnabled", ".mTLSCredentialId"]
        },
        { "oauth2-code", "{}", [".code", ".state"] },
        { "oauth2-password", """{"username": null}""", [".username", ".password"] },
        {
            "oauth2-token",
            """{"scopes": [1], "accessToken": 1, "tokenType": {}, "expiresAt": "2030-01-01"}""",
            [".scopes", ".refreshToken", ".accessToken", ".tokenType", ".expiresAt"]
        },
        { "certificate", """{"certificate": 1}""", [".certificate", ".key", ".ca"] },
    };

    [Theory, MemberData(nameof(Matching))]
    public async Task Data_that_match_their_type_are_kept_and_print_without_their_values(
        string type, string data, string printed)
    {
        foreach (var transport in Enum.GetValues<Transport>())
        {
            var scene = await ApiScene.CreateAsync(On(transport));
            var made = await scene.AddConnectionAsync(
                await scene.AddUserAsync(), null, Samples.Connection(Samples.Credential("key", type, data)));

            var credential = Assert.Single(made.Credentials.Action).Credential;
            Assert.Equal((type, Structs.Parse(printed)), (credential.Type, credential.Data));
            var stored = (await Service.LoadConnectionAsync(made.Id)).Credentials.Action.Single().Credential;
            Assert.Equal(Structs.Parse(data), Structs.Parse(stored.Data.GetText()));
        }
    }

    [Theory, MemberData(nameof(NotMatching))]
    public async Task Data_that_do_not_match_their_type_are_reported_member_by_member(
        string type, string data, string[] members)
    {
        foreach (var transport in Enum.GetValues<Transport>())
        {
            var scene = await ApiScene.CreateAsync(On(transport));
            var user = await scene.AddUserAsync();
            var connection = new ConnectionCreate { Name = "C", Credentials = new ConnectionCredentialsCreate() };
            connection.Credentials.Trigger.Add(Samples.Credential("key", type, data));

            var answer = await On(transport).CallAsync(new CreateEndUserConnectionRequest
            {
                HubId = scene.HubId,
                UserId = user.ExternalId,
                ConnectorId = scene.Mailer,
                Connection = connection,
            });

            answer.Refusal.AsInvalid(
                [.. members.Select(member => $"connection.credentials.trigger[0].credential.data{member}")]);
        }
    }

    [Fact]
    public void Every_type_is_among_those_tested()
    {
        Assert.Equal(
            Activations.EndUsers.CredentialTypes.All,
            Matching.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Another_type_is_a_violation(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();

        var answer = await On(transport).CallAsync(new CreateEndUserConnectionRequest
        {
            HubId = scene.HubId,
            UserId = user.ExternalId,
            ConnectorId = scene.Mailer,
            Connection = Samples.Connection(Samples.Credential(type: "Basic-Auth"), Samples.Credential(type: "")),
        });

        answer.Refusal.AsInvalid(
            "connection.credentials.action[0].credential.type", "connection.credentials.action[1].credential.type");
    }
}

public sealed class CredentialTypesOnSqlite(SqliteService service)
    : CredentialTypeTests(service), IClassFixture<SqliteService>;

public sealed class CredentialTypesOnMongoDb(MongoDbService service)
    : CredentialTypeTests(service), IClassFixture<MongoDbService>;
