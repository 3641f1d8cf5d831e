using Activations.Integrations;
using Activations.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Activations.Grpc.Mapping;

/// <summary>Auth schemes between their flat message and the text that the domain keeps.</summary>
internal static class AuthSchemes
{
    private static readonly string[] Places = ["query", "header", "cookie"];
    private static readonly string[] Algorithms = ["sha1", "sha256", "sha512"];
    private static readonly string[] DigestInputs = ["body", "url"];
    private static readonly string[] GrantTypes = ["authorization_code", "client_credentials", "password"];

    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>Reads a scheme, checked for its shape only.</summary>
    public static AuthScheme Read(AuthSchemeConfig config, string path, RequestReader reader)
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
                CheckDigestInputs(config.DigestInputs, $"{path}.digestInputs", reader);
                break;
            case "oauth2":
                Require(config.HasAuthorizeUrl, $"{path}.authorizeUrl", reader);
                Require(config.HasTokenUrl, $"{path}.tokenUrl", reader);
                RequireOneOf(config.Grant?.GrantType ?? "", GrantTypes, $"{path}.grant.grantType", reader);
                config = WithLists(config); // kept as it prints, so that what was read can be sent back
                break;
            default:
                RequireOneOf(config.SchemeType, [.. AuthScheme.Types], $"{path}.schemeType", reader);
                break;
        }

        return new AuthScheme(reader.Json(ToStruct(config), path));
    }

    /// <summary>The scheme for callers: its secret prints as an empty string.</summary>
    public static AuthSchemeConfig ToProto(this AuthScheme scheme)
    {
        var config = Parser.Parse<AuthSchemeConfig>(scheme.Config.GetText());
        if (config.Grant is { HasClientSecret: true } grant)
            grant.ClientSecret = "";
        return config.SchemeType == "oauth2" ? WithLists(config) : config;
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

    private static void CheckDigestInputs(ListValue? inputs, string field, RequestReader reader)
    {
        if (inputs is null || inputs.Values.Any(v => !DigestInputs.Contains(v.StringValue)))
            reader.Violations.Add(field, $"must be a list of {string.Join(", ", DigestInputs)}");
    }

    /// <summary>
    /// The members of a scheme. The lists are free-form and may hold what the formatter refuses (an empty name, a value
    /// that is not set), so they are put in as they are.
    /// </summary>
    private static Struct ToStruct(AuthSchemeConfig config)
    {
        var plain = config.Clone();
        plain.ValidationMessages = plain.DigestInputs = plain.Scopes = plain.DefaultScopes = null;
        var members = Struct.Parser.ParseJson(JsonFormatter.Default.Format(plain));
        foreach (var (name, list) in new[]
        {
            ("validationMessages", config.ValidationMessages), ("digestInputs", config.DigestInputs),
            ("scopes", config.Scopes), ("defaultScopes", config.DefaultScopes),
        })
        {
            if (list is not null)
                members.Fields[name] = new Value { ListValue = list };
        }

        return members;
    }
}
