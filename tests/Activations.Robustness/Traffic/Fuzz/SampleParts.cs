using Activations.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>Parts of requests whose members depend on each other.</summary>
internal static class SampleParts
{
    private static readonly string[] Schemes =
    [
        """{"id": "a", "schemeType": "api-key", "name": "X-Key", "in": "header"}""",
        """{"id": "b", "schemeType": "basic-auth"}""",
        """{"id": "c", "schemeType": "oauth2", "authorizeUrl": "https://a.example/a", "tokenUrl": "https://a.example/t", "scopes": [{"name": "read"}], "defaultScopes": ["read"], "grant": {"grantType": "client_credentials", "clientId": "c", "clientSecret": "s"}}""",
    ];

    private static readonly (string Type, string Data)[] Credentials =
    [
        ("string", """{"value": "secret"}"""),
        ("none", "{}"),
        ("binary", """{"valueBase64": "AAEC"}"""),
        ("basic-auth", """{"username": "u", "password": "p"}"""),
        ("oauth2-token", """{"scopes": ["a"], "refreshToken": "r"}"""),
        ("custom-function", """{"any": [1, null, {"b": true}]}"""),
    ];

    private static readonly string[] Objects =
    [
        """{"listName": "Newsletter", "syncHour": 6}""",
        """{"listName": "x"}""",
        "{}",
        """{"a": [1, 2.5, null, {"b": "c"}], "d": true}""",
    ];

    private static readonly string[] Schemas =
    [
        "{}",
        """{"type": "object"}""",
        """{"type": "object", "properties": {"a": {"type": "array", "items": {}}}}""",
        """{"$defs": {"n": {"$ref": "#/$defs/n"}}, "properties": {"listName": {"pattern": "^(a|aa)+$"}}}""",
        """{"properties": {"a": {"$ref": "#"}}, "unevaluatedProperties": {"not": false}}""",
        """{"allOf": [{"type": "object"}, {"anyOf": [{"minProperties": 0}, {"const": {}}]}], "propertyNames": {"maxLength": 20}}""",
    ];

    public static AuthSchemeConfig AuthScheme(Dice dice) => JsonParser.Default.Parse<AuthSchemeConfig>(dice.OneOf(Schemes));

    public static CredentialCreate Credential(Dice dice)
    {
        var (type, data) = dice.OneOf(Credentials);
        return new CredentialCreate { Name = "Credential", Type = type, Data = Struct.Parser.ParseJson(data) };
    }

    public static Struct Variables(Dice dice) => Struct.Parser.ParseJson(dice.OneOf(Objects));

    public static Struct Schema(Dice dice) => Struct.Parser.ParseJson(dice.OneOf(Schemas));
}
