using Activations.Integrations;
using Activations.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Activations.Grpc.Mapping;

/// <summary>Auth schemes between their flat message and the text that the domain keeps.</summary>
internal static class AuthSchemes
{
    private const string OAuth2 = "oauth2";
    private const int MaxBytes = 64 * 1024;

    private static readonly string[] Places = ["query", "header", "cookie"];
    private static readonly string[] Algorithms = ["sha1", "sha256", "sha512"];
    private static readonly string[] GrantTypes = ["authorization_code", "client_credentials", "password"];

    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>Reads a scheme, checked for its shape only.</summary>
    public static AuthScheme Read(AuthSchemeConfig config, string path, RequestReader reader)
    {
        config = AuthSchemeLists.Read(config, path, reader);
        Check(config, path, reader);
        if (config.SchemeType == OAuth2)
            config = WithLists(config); // kept as it prints, so that what was read can be sent back

        var text = reader.Json(Struct.Parser.ParseJson(JsonFormatter.Default.Format(config)), path);
        if (text.ByteCount > MaxBytes)
            reader.Violations.Add(path, "must be at most 64 KiB of JSON");
        return new AuthScheme(text);
    }

    /// <summary>The scheme for callers: its secrets print as empty strings.</summary>
    public static AuthSchemeConfig ToProto(this AuthScheme scheme)
    {
        var config = scheme.ToProtoWithSecrets();
        if (config.Grant is { HasClientSecret: true } grant)
            grant.ClientSecret = "";
        if (config.HasAdditionalTokenParams)
            config.AdditionalTokenParams = "";
        return config;
    }

    /// <summary>The whole scheme. Secret.</summary>
    public static AuthSchemeConfig ToProtoWithSecrets(this AuthScheme scheme)
    {
        var config = Parser.Parse<AuthSchemeConfig>(scheme.Config.GetText());
        return config.SchemeType == OAuth2 ? WithLists(config) : config;
    }

    private static void Check(AuthSchemeConfig config, string path, RequestReader reader)
    {
        switch (config.SchemeType)
        {
            case "api-key":
                Require(config.HasName, $"{path}.name", reader);
                RequireOneOf(config.In, Places, $"{path}.in", reader);
                break;
            case "hmac":
                Require(config.HasName, $"{path}.name", reader);
                RequireOneOf(config.In, Places, $"{path}.in", reader);
                RequireOneOf(config.Algorithm, Algorithms, $"{path}.algorithm", reader);
                Require(config.DigestInputs is not null, $"{path}.digestInputs", reader);
                break;
            case OAuth2:
                RequireUri(config.AuthorizeUrl, $"{path}.authorizeUrl", reader);
                RequireUri(config.TokenUrl, $"{path}.tokenUrl", reader);
                RequireOneOf(config.Grant?.GrantType ?? "", GrantTypes, $"{path}.grant.grantType", reader);
                break;
            default:
                RequireOneOf(config.SchemeType, [.. AuthScheme.Types], $"{path}.schemeType", reader);
                break;
        }
    }

    /// <summary>Callers rely on these lists, which a describer may have left out.</summary>
    private static AuthSchemeConfig WithLists(AuthSchemeConfig config) => new(config)
    {
        Scopes = config.Scopes ?? new ListValue(),
        DefaultScopes = config.DefaultScopes ?? new ListValue(),
    };

    private static void Require(bool isThere, string field, RequestReader reader)
    {
        if (!isThere)
            reader.Violations.Add(field, "is required for this scheme");
    }

    private static void RequireOneOf(string value, string[] values, string field, RequestReader reader)
    {
        if (!values.Contains(value))
            reader.Violations.Add(field, $"must be one of {string.Join(", ", values)}");
    }

    private static void RequireUri(string value, string field, RequestReader reader)
    {
        if (!Uri.IsWellFormedUriString(value, UriKind.Absolute))
            reader.Violations.Add(field, "must be an absolute URI (RFC 3986)");
    }
}
