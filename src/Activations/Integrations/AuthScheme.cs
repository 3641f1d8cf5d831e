using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Activations.Json;

namespace Activations.Integrations;

/// <summary>How a connector authenticates its callers, as its describer gave it.</summary>
/// <param name="Config">
/// The members of an <c>authSchemeConfig</c>, among them <c>schemeType</c>. May hold secrets.
/// </param>
public sealed record AuthScheme(JsonText Config)
{
    private const string Grant = "grant";
    private const string ClientSecret = "clientSecret";
    private const string TokenParameters = "additionalTokenParams";

    /// <summary>The members that are secret, wherever they stand in a scheme.</summary>
    public static ImmutableArray<string> SecretMembers { get; } = [ClientSecret, TokenParameters];

    /// <summary>The values of <c>schemeType</c>.</summary>
    public static ImmutableArray<string> Types { get; } =
        ["none", "api-key", "basic-auth", "oauth2", "hmac", "certificate"];

    /// <summary>Whether it holds a secret: one of <see cref="SecretMembers"/> that is not empty, wherever it stands.</summary>
    public bool HasSecrets => HasSecretsIn(Config.Utf8.Span);

    /// <summary>
    /// The scheme with the secrets of another one where its own are absent or empty: the client secret if it has a grant
    /// too, the parameters of the token request if it is of the same type.
    /// </summary>
    /// <param name="stored">The other one.</param>
    public AuthScheme WithSecretsOf(AuthScheme stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var config = JsonObject.Create(Config.Root)!;
        var (from, isChanged) = (stored.Config.Root, false);
        if (TypeOf(from) == TypeOf(Config.Root))
            isChanged |= Keep(from, config, TokenParameters);
        if (from.TryGetProperty(Grant, out var grant) && config[Grant] is JsonObject own)
            isChanged |= Keep(grant, own, ClientSecret);
        return isChanged ? new AuthScheme(JsonText.FromTrustedText(config.ToJsonString())) : this;
    }

    /// <summary>Reads through the text, without making anything of it.</summary>
    private static bool HasSecretsIn(ReadOnlySpan<byte> utf8)
    {
        var json = new Utf8JsonReader(utf8);
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName
                || !(json.ValueTextEquals(ClientSecret) || json.ValueTextEquals(TokenParameters)))
            {
                continue;
            }

            json.Read();
            if (json.TokenType != JsonTokenType.Null && !(json.TokenType == JsonTokenType.String && json.ValueTextEquals("")))
                return true;
        }

        return false;
    }

    private static bool Keep(JsonElement from, JsonObject to, string member)
    {
        if (!from.TryGetProperty(member, out var secret) || WriteOnlyData.IsEmpty(secret) || to[member]?.GetValue<string>() is { Length: > 0 })
            return false;
        to[member] = secret.GetString();
        return true;
    }

    private static string? TypeOf(JsonElement config) =>
        config.TryGetProperty("schemeType", out var type) ? type.GetString() : null;
}
