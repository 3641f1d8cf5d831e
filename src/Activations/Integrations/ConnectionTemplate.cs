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
}
