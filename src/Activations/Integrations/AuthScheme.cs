using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Activations.Json;

namespace Activations.Integrations;

/// <summary>How a connector authenticates its callers, as its describer gave it.</summary>
/// <param name="Config">
/// The members of an <c>authSchemeConfig</c>, among them <c>schemeType</c>. May hold a client secret.
/// </param>
public sealed record AuthScheme(JsonText Config)
{
    private const string Grant = "grant";
    private const string ClientSecret = "clientSecret";

    /// <summary>The values of <c>schemeType</c>.</summary>
    public static ImmutableArray<string> Types { get; } =
        ["none", "api-key", "basic-auth", "oauth2", "hmac", "certificate"];

    /// <summary>The scheme with the client secret of another one, if it has a grant but no client secret of its own.</summary>
    /// <param name="stored">The other one.</param>
    public AuthScheme WithSecretOf(AuthScheme stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var secret = SecretOf(stored.Config.Root);
        if (WriteOnlyData.IsEmpty(secret)
            || !Config.Root.TryGetProperty(Grant, out _)
            || !WriteOnlyData.IsEmpty(SecretOf(Config.Root)))
        {
            return this;
        }

        var config = JsonObject.Create(Config.Root)!;
        config[Grant]![ClientSecret] = secret.GetString();
        return new AuthScheme(JsonText.FromTrustedText(config.ToJsonString()));
    }

    private static JsonElement SecretOf(JsonElement config) =>
        config.TryGetProperty(Grant, out var grant) && grant.TryGetProperty(ClientSecret, out var secret) ? secret : default;
}
