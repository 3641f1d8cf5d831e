using Activations.EndUsers;
using Activations.Hubs;
using Activations.Identifiers;
using Activations.Integrations;

namespace Activations.Secrets;

/// <summary>
/// What identifies the place of a secret, as associated data of its envelope. Released data depends on it: it never changes.
/// </summary>
internal static class SecretIdentity
{
    /// <summary>The data of a credential.</summary>
    public static string OfData(EndUser user, ConnectionId connection, CredentialId credential) =>
        $"hub/{user.Key.HubId}/user/{user.Id}/connection/{connection}/credential/{credential}";

    /// <summary>The auth scheme of a credential.</summary>
    public static string OfScheme(EndUser user, ConnectionId connection, CredentialId credential) =>
        $"{OfData(user, connection, credential)}/auth-scheme";

    /// <summary>The auth scheme of a hub's primary connector.</summary>
    public static string OfConnector(Hub hub) => $"hub/{hub.Id}/primary-connector";

    /// <summary>The auth scheme of a connection template.</summary>
    public static string OfTemplate(Integration integration, ConnectionTemplateId template) =>
        $"integration/{integration.Id}/template/{template}";
}
