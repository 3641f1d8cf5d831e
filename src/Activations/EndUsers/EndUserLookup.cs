using System.Collections.Immutable;
using Activations.Errors;
using Activations.Identifiers;

namespace Activations.EndUsers;

/// <summary>By what an end user is looked up. The family is closed: every kind is in this file.</summary>
public abstract record EndUserLookup
{
    private EndUserLookup()
    {
    }

    /// <summary>What to say where nobody is found.</summary>
    public virtual ResourceNotFoundException NotFound() => ResourceNotFoundException.User();

    /// <summary>By the hub owner's id.</summary>
    /// <param name="Key">The hub and that id.</param>
    public sealed record ByKey(EndUserKey Key) : EndUserLookup;

    /// <summary>By our id, in a hub.</summary>
    /// <param name="HubId">The hub.</param>
    /// <param name="Id">Our id.</param>
    public sealed record ById(HubId HubId, EndUserId Id) : EndUserLookup;

    /// <summary>By one of the user's activations, which is loaded too.</summary>
    /// <param name="Id">The activation.</param>
    public sealed record ByActivation(ActivationId Id) : EndUserLookup
    {
        /// <inheritdoc />
        public override ResourceNotFoundException NotFound() => ResourceNotFoundException.Activation();
    }

    /// <summary>By one of the user's connections, which is loaded too.</summary>
    /// <param name="Id">The connection.</param>
    public sealed record ByConnection(ConnectionId Id) : EndUserLookup
    {
        /// <inheritdoc />
        public override ResourceNotFoundException NotFound() => ResourceNotFoundException.Connection();
    }

    /// <summary>The parts with what the lookup itself loads.</summary>
    /// <param name="parts">The parts that are asked for.</param>
    public EndUserParts With(EndUserParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return this switch
        {
            ByActivation { Id: var id } => parts with { Activation = id },
            ByConnection { Id: var id } when !parts.Connections.Contains(id) =>
                parts with { Connections = parts.Connections.Add(id) },
            _ => parts,
        };
    }
}

/// <summary>How a request names an end user within a hub.</summary>
/// <param name="ExternalId">The hub owner's id, or null.</param>
/// <param name="Id">Ours, where there is no external id.</param>
public readonly record struct EndUserReference(string? ExternalId, EndUserId Id)
{
    /// <summary>What to look the user up by.</summary>
    /// <param name="hub">The hub.</param>
    public EndUserLookup In(HubId hub) => ExternalId is null
        ? new EndUserLookup.ById(hub, Id)
        : new EndUserLookup.ByKey(new EndUserKey(hub, ExternalId));
}

/// <summary>
/// What to load of an end user, so that a call's cost does not grow with what the user holds. The profile, the primary
/// connection and the connections that loaded activations bind are always loaded.
/// </summary>
public sealed record EndUserParts
{
    /// <summary>The profile and the primary connection alone.</summary>
    public static EndUserParts Profile { get; } = new();

    /// <summary>The activation with this id.</summary>
    public ActivationId? Activation { get; init; }

    /// <summary>The activation of this integration.</summary>
    public IntegrationId? ActivationOf { get; init; }

    /// <summary>The activations that bind this connection.</summary>
    public ConnectionId? ActivationsBinding { get; init; }

    /// <summary>Which integrations the user has activated; of the activations no more than that.</summary>
    public bool ActivatedIntegrations { get; init; }

    /// <summary>The connections with these ids.</summary>
    public ImmutableArray<ConnectionId> Connections { get; init; } = [];

    /// <summary>This request id, if it was used.</summary>
    public RequestIdPart? RequestId { get; init; }
}

/// <summary>A request id to look for.</summary>
/// <param name="Value">The request id.</param>
/// <param name="Since">
/// Since when; one that was used earlier is forgotten. <see cref="EndUserUsage.RequestIds"/> counts from here.
/// </param>
public sealed record RequestIdPart(string Value, DateTimeOffset Since);
