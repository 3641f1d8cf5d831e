using System.Collections.Immutable;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Integrations;

namespace Activations.Grpc.Transfer;

/// <summary>The rules that what an imported end user holds has to follow, and how it is counted.</summary>
internal static class EndUserRules
{
    /// <exception cref="InvalidRequestException">The data of a credential does not match its type.</exception>
    public static void CheckCredentials(ConnectionCredentials credentials)
    {
        var violations = new Violations();
        foreach (var (list, items) in new[] { ("action", credentials.Action), ("trigger", credentials.Trigger) })
        {
            foreach (var (index, item) in items.Index())
            {
                CredentialTypes.Check(
                    item.Credential.Type, item.Credential.Data, $"credentials.{list}[{index}].credential.data", violations);
            }
        }

        violations.ThrowIfAny();
    }

    /// <exception cref="InvalidRequestException">A connection is not the user's, or not to the template's connector.</exception>
    public static void CheckBindings(Activation activation, Integration integration, Func<ConnectionId, Connection?> find)
    {
        var violations = new Violations();
        foreach (var (index, binding) in activation.Bindings.Index())
        {
            if (find(binding.ConnectionId) is not { } connection)
                violations.Add($"bindings[{index}].connectionId", "is not a connection of this user");
            else if (connection.ConnectorId != integration.Templates.First(t => t.Id == binding.TemplateId).Connector.Id)
                violations.Add($"bindings[{index}].connectionId", "is a connection to another connector than the template's");
        }

        violations.ThrowIfAny();
    }

    /// <exception cref="InvalidRequestException">The user has activated the integration already.</exception>
    public static void CheckNew(Activation activation, ImmutableArray<Activation> others)
    {
        if (others.FirstOrDefault(a => a.Id == activation.Id) is not null)
            throw InvalidRequestException.Of("id", "is in the file twice");
        if (others.FirstOrDefault(a => a.IntegrationId == activation.IntegrationId) is { } other)
            throw InvalidRequestException.Of("integrationId", $"the end user has activated it already: {other.Id}");
    }

    /// <summary>What the user holds with a connection more.</summary>
    public static EndUserUsage With(EndUserUsage usage, Connection connection) => usage with
    {
        Connections = usage.Connections + 1,
        JsonBytes = usage.JsonBytes + connection.JsonByteCount,
    };

    /// <summary>What the user holds with an activation more.</summary>
    public static EndUserUsage With(EndUserUsage usage, Activation activation) => usage with
    {
        Activations = usage.Activations + 1,
        JsonBytes = usage.JsonBytes + activation.DynamicVariables.ByteCount,
    };
}
