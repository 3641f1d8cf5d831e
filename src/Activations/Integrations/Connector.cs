using Activations.Identifiers;

namespace Activations.Integrations;

/// <summary>A system that can be connected to. Described only: there is no registry of connectors.</summary>
public sealed record Connector
{
    /// <summary>The connector's id.</summary>
    public required ConnectorId Id { get; init; }

    /// <summary>The connector's name; may be empty.</summary>
    public required string Name { get; init; }

    /// <summary>A URI of its image; may be empty.</summary>
    public string ImageUrl { get; init; } = "";

    /// <summary>How it authenticates its callers.</summary>
    public required AuthScheme AuthScheme { get; init; }
}
