using Activations.Identifiers;
using Activations.Integrations;

namespace Activations.Hubs;

/// <summary>The tenant boundary: one embedded integration hub.</summary>
public sealed record Hub
{
    /// <summary>The hub's id.</summary>
    public required HubId Id { get; init; }

    /// <summary>Who owns the hub.</summary>
    public required OrganisationId OrganisationId { get; init; }

    /// <summary>The hub's name.</summary>
    public required string Name { get; init; }

    /// <summary>The connector of the application that embeds the hub. Never changes.</summary>
    public required Connector PrimaryConnector { get; init; }

    /// <summary>Counts the saves; 1 when new.</summary>
    public int Version { get; init; } = 1;

    /// <summary>When the hub was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the hub was deleted. What is left is a tombstone: what it holds goes on working.</summary>
    public DateTimeOffset? DeletedAt { get; init; }
}
