using Activations.Builders;
using Activations.EndUsers;
using Activations.Integrations;
using Activations.Json;

namespace Activations.Tests.EndUsers;

public sealed class RequestFingerprintTests
{
    private const string Config =
        """{"schemeType":"oauth2","grant":{"grantType":"password","clientId":"c","clientSecret":"s"}}""";

    private static readonly ConnectionDraft Connection = new(
        "new",
        [CredentialWith(Config, """{"username":"u","password":"p"}""")],
        [],
        [new ConnectionVariable("region", "eu")]);

    private static readonly ActivationDraft Draft = DraftWith(Connection);

    /// <summary>Requests that differ from <see cref="Draft"/> in what they say, by what differs.</summary>
    public static TheoryData<string> Differences => [.. Different.Keys];

    private static Dictionary<string, ActivationDraft> Different { get; } = new()
    {
        ["integration"] = Draft with { IntegrationId = Catalogue.NightlyExport.Id },
        ["variables"] = Draft with { DynamicVariables = Json("""{"a":{"b":1,"c":[1,3]}}""") },
        ["order of a list in the variables"] = Draft with { DynamicVariables = Json("""{"a":{"b":1,"c":[2,1]}}""") },
        ["type of a value"] = Draft with { DynamicVariables = Json("""{"a":{"b":"1","c":[1,2]}}""") },
        ["a variable named clientSecret"] =
            Draft with { DynamicVariables = Json("""{"a":{"b":1,"c":[1,2]},"clientSecret":"x"}""") },
        ["no connection"] = Draft with { Connections = [] },
        ["one connection more"] = Draft with
        {
            Connections = Draft.Connections.Add(Drafts.Existing(Catalogue.MailerTemplate, Catalogue.MailerConnection)),
        },
        ["template"] = Draft with { Connections = [Drafts.New(Catalogue.CrmTemplate, Connection)] },
        ["existing connection"] = Draft with
        {
            Connections = [Drafts.Existing(Catalogue.PingTemplate, Catalogue.CrmConnection)],
        },
        ["name of the connection"] = DraftWith(Connection with { Name = "other" }),
        ["variable of the connection"] = DraftWith(
            Connection with { Variables = [new ConnectionVariable("region", "us")] }),
        ["name of a variable of the connection"] = DraftWith(
            Connection with { Variables = [new ConnectionVariable("zone", "eu")] }),
        ["use of the credential"] = DraftWith(Connection with { Action = [], Trigger = Connection.Action }),
        ["name of the credential"] = DraftWith(
            Connection with { Action = [Connection.Action[0] with { Name = "other" }] }),
        ["type of the credential"] = DraftWith(
            Connection with { Action = [Connection.Action[0] with { Type = "oauth2-password" }] }),
        ["auth scheme"] = DraftWith(Connection with
        {
            Action =
            [
                CredentialWith(Config.Replace("\"clientId\":\"c\"", "\"clientId\":\"d\"", StringComparison.Ordinal), "{}"),
            ],
        }),
    };

    [Fact]
    public void It_has_32_bytes() => Assert.Equal(32, RequestFingerprint.Of(Draft).Length);

    [Theory]
    [MemberData(nameof(Differences))]
    public void What_the_request_says_matters(string what) =>
        Assert.NotEqual(RequestFingerprint.Of(Draft), RequestFingerprint.Of(Different[what]));

    [Fact]
    public void The_order_of_members_does_not_matter()
    {
        var reordered = Draft with { DynamicVariables = Json("""{ "a": {"c":[1,2], "b":1} }""") };

        Assert.Equal(RequestFingerprint.Of(Draft), RequestFingerprint.Of(reordered));
    }

    [Fact]
    public void How_text_is_escaped_does_not_matter() => Assert.Equal(
        RequestFingerprint.Of(Draft with { DynamicVariables = Json("""{"é":"/"}""") }),
        RequestFingerprint.Of(Draft with { DynamicVariables = Json("""{"\u00e9":"\/"}""") }));

    [Fact]
    public void The_data_of_a_credential_does_not_matter() => Assert.Equal(
        RequestFingerprint.Of(Draft),
        RequestFingerprint.Of(DraftWith(
            Connection with { Action = [CredentialWith(Config, """{"username":"u","password":"other"}""")] })));

    [Theory]
    [InlineData("\"clientSecret\":\"other\"")]
    [InlineData("\"clientSecret\":\"\"")]
    public void The_client_secret_of_an_auth_scheme_does_not_matter(string member)
    {
        var config = Config.Replace("\"clientSecret\":\"s\"", member, StringComparison.Ordinal);

        Assert.Equal(
            RequestFingerprint.Of(Draft),
            RequestFingerprint.Of(DraftWith(Connection with { Action = [CredentialWith(config, "{}")] })));
    }

    [Fact]
    public void The_request_id_and_the_way_the_user_is_named_do_not_matter()
    {
        var same = Draft with { RequestId = "r", User = new EndUserReference(null, Catalogue.DemoUser.Id) };

        Assert.Equal(RequestFingerprint.Of(Draft), RequestFingerprint.Of(same));
    }

    [Fact]
    public void It_is_the_same_in_every_release() => Assert.Equal(
        "DC0AF9F0FAE20D60109A1EC83665A2C5918954C3CA857F3F7BE3612AD36AADD9",
        Convert.ToHexString(RequestFingerprint.Of(Draft).AsSpan()));

    private static ActivationDraft DraftWith(ConnectionDraft connection) =>
        Drafts.Of(Catalogue.Ping, Drafts.New(Catalogue.PingTemplate, connection)) with
        {
            DynamicVariables = Json("""{"a":{"b":1,"c":[1,2]}}"""),
        };

    private static CredentialDraft CredentialWith(string config, string data) =>
        new(new AuthScheme(Json(config)), "login", "basic-auth", Json(data));

    private static JsonText Json(string text) => JsonText.FromTrustedText(text);
}
