using System.Collections.Immutable;
using Activations.Identifiers;
using Activations.Json;

namespace Activations.Integrations;

/// <summary>Something that an end user of a hub can activate.</summary>
public sealed record Integration
{
    /// <summary>The integration's id.</summary>
    public required IntegrationId Id { get; init; }

    /// <summary>The hub it belongs to.</summary>
    public required HubId HubId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>A URI of its image; may be empty.</summary>
    public string ImageUrl { get; init; } = "";

    /// <summary>What it does; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The JSON Schema of its dynamic variables; without one, any object will do.</summary>
    public JsonText? VariablesSchema { get; init; }

    /// <summary>Whether it can be activated.</summary>
    public required bool IsDeployed { get; init; }

    /// <summary>Its slots for connections, in their order.</summary>
    public required ImmutableArray<ConnectionTemplate> Templates { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
