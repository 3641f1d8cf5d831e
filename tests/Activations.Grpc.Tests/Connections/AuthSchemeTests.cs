using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;
using Google.Protobuf;

namespace Activations.Grpc.Tests.Connections;

/// <summary>The six auth schemes, wherever one is given: with a hub, a template, a connection.</summary>
public abstract class AuthSchemeTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    private const string Base = "\"id\": \"i\", \"description\": \"d\"";

    private const string OAuth2 = "\"authorizeUrl\": \"https://a.example\", \"tokenUrl\": \"https://t.example\"";

    /// <summary>A scheme and how it prints.</summary>
    public static TheoryData<string, string> Matching => new()
    {
        { $$"""{{{Base}}, "schemeType": "none"}""", $$"""{{{Base}}, "schemeType": "none"}""" },
        {
            $$"""{{{Base}}, "schemeType": "api-key", "name": "k", "in": "query"}""",
            $$"""{{{Base}}, "schemeType": "api-key", "name": "k", "in": "query"}"""
        },
        { $$"""{{{Base}}, "schemeType": "basic-auth"}""", $$"""{{{Base}}, "schemeType": "basic-auth"}""" },
        { $$"""{{{Base}}, "schemeType": "certificate"}""", $$"""{{{Base}}, "schemeType": "certificate"}""" },
        {
            $$"""{{{Base}}, "schemeType": "hmac", "name": "k", "in": "cookie", "algorithm": "sha256", "digestInputs": ["body", "url"]}""",
            $$"""{{{Base}}, "schemeType": "hmac", "name": "k", "in": "cookie", "algorithm": "sha256", "digestInputs": ["body", "url"]}"""
        },
        {
            $$$"""{{{{Base}}}, "schemeType": "oauth2", {{{OAuth2}}}, "grant": {"grantType": "password"}}""",
            $$$"""{{{{Base}}}, "schemeType": "oauth2", {{{OAuth2}}}, "scopes": [], "defaultScopes": [], "grant": {"grantType": "password"}}"""
        },
        {
            $$$"""{{{{Base}}}, "schemeType": "oauth2", {{{OAuth2}}}, "scopes": [{"name": "r", "description": ""}], "defaultScopes": ["r"], "additionalAuthorizeParams": "", "additionalTokenParams": "a=b", "mtlsEnabled": false, "mtlsCredentialId": "m", "grant": {"grantType": "authorization_code", "credentialId": "c", "organisationId": "o", "clientId": "i", "clientSecret": "secret"}}""",
            $$$"""{{{{Base}}}, "schemeType": "oauth2", {{{OAuth2}}}, "scopes": [{"name": "r", "description": ""}], "defaultScopes": ["r"], "additionalAuthorizeParams": "", "additionalTokenParams": "", "mtlsEnabled": false, "mtlsCredentialId": "m", "grant": {"grantType": "authorization_code", "credentialId": "c", "organisationId": "o", "clientId": "i", "clientSecret": ""}}"""
        },
        {
            $$"""{{{Base}}, "schemeType": "none", "validationMessages": [{"text": "t", "severity": "warning", "detail": ["d"], "clientSecret": "secret"}]}""",
            $$"""{{{Base}}, "schemeType": "none", "validationMessages": [{"text": "t", "severity": "warning", "detail": ["d"]}]}"""
        },
    };

    /// <summary>A scheme that is not right, and the members that are reported.</summary>
    public static TheoryData<string, string[]> NotMatching => new()
    {
        { "{}", ["schemeType"] },
        { """{"schemeType": "OAuth2"}""", ["schemeType"] },
        { """{"schemeType": "api-key"}""", ["name", "in"] },
        { """{"schemeType": "api-key", "name": "k", "in": "body"}""", ["in"] },
        { """{"schemeType": "hmac", "name": "k", "in": "header", "algorithm": "md5", "digestInputs": ["head"]}""", ["digestInputs[0]", "algorithm"] },
        { """{"schemeType": "hmac"}""", ["name", "in", "algorithm", "digestInputs"] },
        { """{"schemeType": "oauth2"}""", ["authorizeUrl", "tokenUrl", "grant.grantType"] },
        { $$$"""{"schemeType": "oauth2", {{{OAuth2}}}, "grant": {"grantType": "implicit"}}""", ["grant.grantType"] },
        {
            """{"schemeType": "oauth2", "authorizeUrl": "not a uri", "tokenUrl": "", "grant": {"grantType": "password"}}""",
            ["authorizeUrl", "tokenUrl"]
        },
        {
            $$$"""{"schemeType": "oauth2", {{{OAuth2}}}, "scopes": ["a", {"name": 7}, {"name": "b", "description": 1}], "defaultScopes": [1], "grant": {"grantType": "password"}}""",
            ["scopes[0]", "scopes[0].name", "scopes[1].name", "scopes[2].description", "defaultScopes[0]"]
        },
        {
            """{"schemeType": "none", "validationMessages": [{"severity": "fatal", "detail": [1]}]}""",
            ["validationMessages[0].text", "validationMessages[0].severity", "validationMessages[0].detail[0]"]
        },
        { $$"""{"schemeType": "none", "description": "{{new string('d', 70_000)}}"}""", [""] },
    };

    [Theory, MemberData(nameof(Matching))]
    public async Task A_scheme_prints_as_it_was_given_but_for_its_secret(string scheme, string printed)
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Rest));
        var integration = await scene.AddIntegrationAsync();

        var answer = await Service.Rest.PostAsync(
            $"/integrations/{integration.Id}/connection-templates",
            $$"""{"connectorId": "{{scene.Mailer}}", "authSchemeConfig": {{scheme}}}""");

        Assert.Equal(200, answer.Status);
        AssertJson.Equal(printed, answer.Json.GetProperty("authSchemeConfig"));
    }

    [Theory, MemberData(nameof(Matching))]
    public async Task A_scheme_reads_the_same_over_gRPC(string scheme, string printed)
    {
        var config = JsonParser.Default.Parse<AuthSchemeConfig>(scheme);

        var scene = await ApiScene.CreateAsync(On(Transport.Grpc), r => r.AuthSchemeConfig = config);

        Assert.Equal(
            JsonParser.Default.Parse<AuthSchemeConfig>(printed), scene.Hub.PrimaryConnector.AuthSchemeConfig);
    }

    [Theory, MemberData(nameof(NotMatching))]
    public async Task What_is_wrong_with_a_scheme_is_reported_member_by_member(string scheme, string[] members)
    {
        var config = JsonParser.Default.Parse<AuthSchemeConfig>(scheme);
        foreach (var transport in Enum.GetValues<Transport>())
        {
            var answer = await On(transport).CallAsync(new CreateHubRequest
            {
                OrganisationId = Catalogue.NewId(),
                Name = "Hub",
                PrimaryConnectorId = Catalogue.NewId(),
                AuthSchemeConfig = config,
            });

            answer.Refusal.AsInvalid([.. members.Select(member => $"authSchemeConfig.{member}".TrimEnd('.'))]);
        }
    }
}

public sealed class AuthSchemesOnSqlite(SqliteService service) : AuthSchemeTests(service), IClassFixture<SqliteService>;

public sealed class AuthSchemesOnMongoDb(MongoDbService service) : AuthSchemeTests(service), IClassFixture<MongoDbService>;
