using Activations.Hubs;
using Activations.Identifiers;

namespace Activations.Integrations;

/// <summary>A slot of an integration: "needs a connection to this connector".</summary>
public sealed record ConnectionTemplate
{
    /// <summary>The template's id.</summary>
    public required ConnectionTemplateId Id { get; init; }

    /// <summary>What a connection must be to.</summary>
    public required Connector Connector { get; init; }

    /// <summary>Whether an activation must bind a connection to it.</summary>
    public required bool IsUsed { get; init; }

    /// <summary>Whether its connector is the hub's primary connector.</summary>
    public required bool IsPrimary { get; init; }

    /// <summary>A new template, which is used.</summary>
    /// <param name="connector">What a connection must be to.</param>
    /// <param name="hub">The integration's hub.</param>
    /// <param name="ids">Where ids come from.</param>
    public static ConnectionTemplate Of(Connector connector, Hub hub, IIdSource ids)
    {
        ArgumentNullException.ThrowIfNull(connector);
        ArgumentNullException.ThrowIfNull(hub);
        return new ConnectionTemplate
        {
            Id = ids.Next<ConnectionTemplateId>(),
            Connector = connector,
            IsUsed = true,
            IsPrimary = connector.Id == hub.PrimaryConnector.Id,
        };
    }
}
