using Activations.EndUsers;
using Activations.Errors;
using Activations.Json;
using CsCheck;

namespace Activations.Tests.EndUsers;

public sealed class CredentialTypesTests
{
    private const string Certificate = """{"certificate":"c","key":"k","ca":"a"}""";

    private const string OAuth2Client =
        """
        {"clientId":"i","clientSecret":"s","authorizeUrl":"https://a.example/x","tokenUrl":"https://a.example/y"}
        """;

    [Fact]
    public void The_types_are_those_of_the_published_API() => Assert.Equal(
        [
            "basic-auth", "binary", "certificate", "custom-function", "jwt-bearer", "none", "oauth2-client",
            "oauth2-code", "oauth2-password", "oauth2-token", "string",
        ],
        CredentialTypes.All);

    [Theory]
    [InlineData("none", "{}")]
    [InlineData("string", """{"value":"v"}""")]
    [InlineData("string", """{"value":""}""")]
    [InlineData("string", """{"value":"v","more":1}""")]
    [InlineData("binary", """{"valueBase64":"AAEC/w=="}""")]
    [InlineData("binary", """{"valueBase64":""}""")]
    [InlineData("basic-auth", """{"username":"u","password":"p"}""")]
    [InlineData("oauth2-client", OAuth2Client)]
    [InlineData("oauth2-code", """{"code":"c","state":"s"}""")]
    [InlineData("oauth2-password", """{"username":"u","password":"p"}""")]
    [InlineData("oauth2-token", """{"scopes":[],"refreshToken":"r"}""")]
    [InlineData("oauth2-token", """{"scopes":["a","b"],"refreshToken":"r","expiresAt":"2026-01-02T03:04:05.678Z"}""")]
    [InlineData("oauth2-token", """{"scopes":[],"refreshToken":"r","expiresAt":"2026-01-02T03:04:05+02:00"}""")]
    [InlineData("custom-function", "{}")]
    [InlineData("custom-function", """{"anything":{"at":["all"]}}""")]
    [InlineData("certificate", Certificate)]
    [InlineData("jwt-bearer", """{"anything":1}""")]
    public void Data_of_the_right_shape_is_accepted(string type, string data) => Assert.Empty(Check(type, data));

    [Theory]
    [InlineData("none", """{"value":"v"}""", "data")]
    [InlineData("string", "{}", "data.value")]
    [InlineData("string", """{"Value":"v"}""", "data.value")]
    [InlineData("string", """{"value":null}""", "data.value")]
    [InlineData("string", """{"value":1}""", "data.value")]
    [InlineData("binary", "{}", "data.valueBase64")]
    [InlineData("binary", """{"valueBase64":"a"}""", "data.valueBase64")]
    [InlineData("binary", """{"valueBase64":"_-8="}""", "data.valueBase64")]
    [InlineData("basic-auth", "{}", "data.username", "data.password")]
    [InlineData("basic-auth", """{"username":"u","password":["p"]}""", "data.password")]
    [InlineData(
        "oauth2-client", "{}", "data.clientId", "data.clientSecret", "data.authorizeUrl", "data.tokenUrl")]
    [InlineData(
        "oauth2-client",
        """{"clientId":"i","clientSecret":"s","authorizeUrl":"/x","tokenUrl":"not a uri"}""",
        "data.authorizeUrl",
        "data.tokenUrl")]
    [InlineData("oauth2-code", "{}", "data.code", "data.state")]
    [InlineData("oauth2-password", "{}", "data.username", "data.password")]
    [InlineData("oauth2-token", "{}", "data.scopes", "data.refreshToken")]
    [InlineData("oauth2-token", """{"scopes":"a","refreshToken":"r"}""", "data.scopes")]
    [InlineData("oauth2-token", """{"scopes":["a",1],"refreshToken":"r"}""", "data.scopes")]
    [InlineData("oauth2-token", """{"scopes":[],"refreshToken":"r","accessToken":1}""", "data.accessToken")]
    [InlineData("oauth2-token", """{"scopes":[],"refreshToken":"r","tokenType":{}}""", "data.tokenType")]
    [InlineData("oauth2-token", """{"scopes":[],"refreshToken":"r","expiresAt":"soon"}""", "data.expiresAt")]
    [InlineData("oauth2-token", """{"scopes":[],"refreshToken":"r","expiresAt":1}""", "data.expiresAt")]
    [InlineData("certificate", "{}", "data.certificate", "data.key", "data.ca")]
    public void Each_member_of_the_wrong_shape_is_a_violation(string type, string data, params string[] fields) =>
        Assert.Equal(fields, Check(type, data).Select(v => v.Field));

    [Theory]
    [InlineData("2026-01-02")]
    [InlineData("2026-01-02T03:04")]
    [InlineData("2026-01-02T03:04:05")]
    public void A_time_without_an_offset_is_no_time_of_RFC_3339(string time) =>
        Assert.Single(Check("oauth2-token", $$"""{"scopes":[],"refreshToken":"r","expiresAt":"{{time}}"}"""));

    [Theory]
    [InlineData("\"scopes\":1", "data.scopes")]
    [InlineData("\"additionalParams\":1", "data.additionalParams")]
    [InlineData("\"mTLSEnabled\":\"true\"", "data.mTLSEnabled")]
    [InlineData("\"mTLSCredentialId\":1", "data.mTLSCredentialId")]
    public void An_optional_member_of_the_wrong_shape_is_a_violation(string member, string field) => Assert.Equal(
        [field], Check("oauth2-client", OAuth2Client.TrimEnd()[..^1] + "," + member + "}").Select(v => v.Field));

    [Fact]
    public void No_message_shows_a_value_of_the_data()
    {
        string[] members =
        [
            "value", "valueBase64", "username", "password", "clientId", "clientSecret", "authorizeUrl", "tokenUrl",
            "scopes", "additionalParams", "mTLSEnabled", "mTLSCredentialId", "code", "state", "refreshToken",
            "accessToken", "tokenType", "expiresAt", "certificate", "key", "ca",
        ];
        string[] secrets = ["\"hunter2-hunter2\"", "[\"hunter2-hunter2\",20771]", "20771", "{\"hunter2-hunter2\":20771}"];

        Gen.Select(Gen.OneOf(CredentialTypes.All.ToArray()), Gen.OneOf(members), Gen.OneOf(secrets))
            .Sample((type, member, secret) => Check(type, $$"""{"{{member}}":{{secret}}}""").All(
                v => !v.Message.Contains("hunter2", StringComparison.Ordinal)
                    && !v.Message.Contains("20771", StringComparison.Ordinal)
                    && !v.Field.Contains("hunter2", StringComparison.Ordinal)));
    }

    private static Violation[] Check(string type, string data)
    {
        var violations = new Violations();
        CredentialTypes.Check(type, JsonText.FromTrustedText(data), "data", violations);

        return violations.Count == 0
            ? []
            : [.. Assert.Throws<InvalidRequestException>(violations.ThrowIfAny).Violations];
    }
}
