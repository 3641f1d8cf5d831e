using System.Collections.Immutable;
using Activations.Json;

namespace Activations.Integrations;

/// <summary>How a connector authenticates its callers, as its describer gave it.</summary>
/// <param name="Config">
/// The members of an <c>authSchemeConfig</c>, among them <c>schemeType</c>. May hold a client secret.
/// </param>
public sealed record AuthScheme(JsonText Config)
{
    /// <summary>The values of <c>schemeType</c>.</summary>
    public static ImmutableArray<string> Types { get; } =
        ["none", "api-key", "basic-auth", "oauth2", "hmac", "certificate"];
}
