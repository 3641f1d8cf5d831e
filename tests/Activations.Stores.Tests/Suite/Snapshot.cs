using System.Globalization;
using System.Text;
using Activations.Access;
using Activations.EndUsers;
using Activations.Hubs;
using Activations.Integrations;

namespace Activations.Stores.Tests.Suite;

/// <summary>
/// What a record says, as text: two that say the same have the same, and a difference is easy to see. Connections and
/// activations of a user have no order.
/// </summary>
internal static class Snapshot
{
    public static string Of(EndUser? user)
    {
        if (user is null)
            return "no user";
        var text = new StringBuilder()
            .AppendLine($"user {user.Id} {user.Key.HubId} '{user.Key.ExternalId}' {user.OrganisationId}")
            .AppendLine($"  '{user.DisplayName}' v{user.Version} {Of(user.CreatedAt)} {Of(user.UpdatedAt)}")
            .AppendLine($"  {user.Usage} primary {user.PrimaryConnectionId}");
        foreach (var connection in user.Connections.OrderBy(c => c.Id.Value))
            text.AppendLine(Of(connection));
        foreach (var activation in user.Activations.OrderBy(a => a.Id.Value))
            text.AppendLine(Of(activation));
        foreach (var integration in user.ActivatedIntegrations.OrderBy(i => i.Value))
            text.AppendLine($"activated {integration}");
        return text.AppendLine(Of(user.UsedRequestId)).ToString();
    }

    public static string Of(EndUserSummary user) => $"user {user.Id} {user.Key.HubId} '{user.Key.ExternalId}' "
        + $"'{user.DisplayName}' {Of(user.CreatedAt)} {Of(user.UpdatedAt)}";

    public static string Of(ConnectionSummary connection) => $"connection {connection.Id} {connection.ConnectorId} "
        + $"'{connection.Name}' {Of(connection.CreatedAt)} {Of(connection.UpdatedAt)}";

    public static string Of(Connection connection) => $"connection {connection.Id} {connection.ConnectorId} '{connection.Name}' "
        + $"{Of(connection.CreatedAt)} {Of(connection.UpdatedAt)} "
        + $"action {string.Join(';', connection.Credentials.Action.Select(Of))} "
        + $"trigger {string.Join(';', connection.Credentials.Trigger.Select(Of))} "
        + $"variables {string.Join(';', connection.Variables)}";

    public static string Of(Activation activation) =>
        $"activation {activation.Id} {activation.IntegrationId} r{activation.Revision} "
        + $"{Of(activation.CreatedAt)} {Of(activation.UpdatedAt)} "
        + $"{string.Join(';', activation.Bindings)} {activation.DynamicVariables.GetText()}";

    public static string Of(UsedRequestId? used) => used is null
        ? "no request id"
        : $"request id '{used.Value}' {Convert.ToHexString(used.Fingerprint.AsSpan())} {used.ActivationId} {Of(used.UsedAt)}";

    public static string Of(Hub? hub) => hub is null
        ? "no hub"
        : $"hub {hub.Id} {hub.OrganisationId} '{hub.Name}' v{hub.Version} {Of(hub.CreatedAt)} {Of(hub.DeletedAt)} "
            + Of(hub.PrimaryConnector);

    public static string Of(Integration? integration) => integration is null
        ? "no integration"
        : $"integration {integration.Id} {integration.HubId} '{integration.Name}' v{integration.Version} "
            + $"'{integration.ImageUrl}' '{integration.ScreenshotUrl}' '{integration.Description}' '{integration.Summary}' "
            + $"{integration.IsDeployed} {Of(integration.CreatedAt)} {Of(integration.DeletedAt)} "
            + $"{integration.VariablesSchema?.GetText() ?? "no schema"}\n{string.Join('\n', integration.Templates.Select(Of))}";

    public static string Of(ApiKey? key) => key is null
        ? "no API key"
        : $"API key {key.Id} '{key.Name}' {key.OrganisationId} [{string.Join(',', key.HubIds)}] {key.Scopes} "
            + $"{Convert.ToHexString(key.Hash.AsSpan())} {Of(key.CreatedAt)} ends {Of(key.ExpiresAt)} "
            + $"revoked {Of(key.RevokedAt)} used {Of(key.LastUsedAt)}";

    public static string Of(SigningKey? key) => key is null
        ? "no signing key"
        : $"signing key {key.Id} '{key.Name}' {key.OrganisationId} {key.HubId} {key.Algorithm} {Of(key.CreatedAt)}\n{key.PublicKeyPem}";

    private static string Of(ConnectionTemplate template) =>
        $"template {template.Id} {template.IsUsed} {template.IsPrimary} {Of(template.Connector)}";

    private static string Of(Connector connector) => $"connector {connector.Id} '{connector.Name}' "
        + $"'{connector.ImageUrl}' {connector.AuthScheme.Config.GetText()}";

    private static string Of(ConnectionCredential credential) =>
        $"{credential.Id} {credential.AuthScheme.Config.GetText()} {credential.Credential.Id} "
        + $"'{credential.Credential.Name}' {credential.Credential.Type} {credential.Credential.Data.GetText()}";

    private static string Of(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture) ?? "never";
}
