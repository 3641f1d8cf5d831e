using System.Collections.Frozen;

namespace Activations.Client.Calls;

/// <summary>Which calls may be repeated although an earlier attempt may have taken effect. Whatever is not named may not.</summary>
internal static class Repeatable
{
    // A create is here if it has a request id. What the others make would be made twice, or be refused because of itself.
    private static readonly FrozenSet<string> Calls = new[]
    {
        Of("ActivationService", "CreateActivation", "GetActivation", "ResolveActivation", "DeleteActivation"),
        Of("ActivationService", "UpdateDynamicVariables", "ListActivations", "ListEndUserActivations"),
        Of("ActivationService", "GetUserVariables", "UpdateUserVariables"),
        Of("HubService", "GetHub", "UpdateHub", "DeleteHub", "ListHubs"),
        Of("EndUserService", "GetEndUser", "DeleteEndUser", "ListEndUsers"),
        Of("ConnectionService", "ListEndUserConnections", "GetEndUserConnection", "GetConnection"),
        Of("ConnectionService", "UpdateConnection", "DeleteConnection"),
        Of("IntegrationService", "ListIntegrations", "GetIntegration", "UpdateIntegration", "DeleteIntegration"),
        Of("IntegrationService", "DeployIntegration", "UndeployIntegration", "ListConnectionTemplates", "UpdateIntegrationMetadata"),
        Of("EmbedService", "ListEndUserIntegrations", "GetEmbeddedIntegration"),
    }.SelectMany(names => names).ToFrozenSet();

    private static readonly FrozenDictionary<string, string> GoneReasons = new Dictionary<string, string>
    {
        ["/activations.v1.ActivationService/DeleteActivation"] = "ACTIVATION_NOT_FOUND",
        ["/activations.v1.HubService/DeleteHub"] = "HUB_NOT_FOUND",
        ["/activations.v1.EndUserService/DeleteEndUser"] = "USER_NOT_FOUND",
        ["/activations.v1.ConnectionService/DeleteConnection"] = "CONNECTION_NOT_FOUND",
        ["/activations.v1.IntegrationService/DeleteIntegration"] = "INTEGRATION_NOT_FOUND",
    }.ToFrozenDictionary();

    /// <summary>Whether a call, such as <c>/activations.v1.HubService/GetHub</c>, may be repeated.</summary>
    public static bool Contains(string fullName) => Calls.Contains(fullName);

    /// <summary>The reason that says that what a call deletes is not there; null for calls that delete nothing.</summary>
    public static string? GoneReasonOf(string fullName) => GoneReasons.GetValueOrDefault(fullName);

    private static IEnumerable<string> Of(string service, params string[] calls) =>
        calls.Select(call => $"/activations.v1.{service}/{call}");
}
