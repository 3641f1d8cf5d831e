using System.Collections.Immutable;
using Activations.Identifiers;
using Activations.Paging;

namespace Activations.EndUsers;

/// <summary>Which users are asked for.</summary>
/// <param name="HubId">Those of this hub.</param>
/// <param name="Search">Only those with such an external id or display name, or with this id, if given.</param>
public sealed record EndUserFilter(HubId HubId, SearchTerm? Search = null);

/// <summary>A row of a list of users.</summary>
/// <param name="Id">The user's id; ours.</param>
/// <param name="Key">The hub and the hub owner's id of the user.</param>
/// <param name="DisplayName">A name to show; may be empty.</param>
/// <param name="CreatedAt">When the user was created.</param>
/// <param name="UpdatedAt">When the user's profile was last changed.</param>
public sealed record EndUserSummary(
    EndUserId Id, EndUserKey Key, string DisplayName, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>Which connections of a user are asked for.</summary>
/// <param name="UserId">The user; ours.</param>
/// <param name="Key">The hub and the hub owner's id of the same user.</param>
/// <param name="Connectors">Only those to one of these connectors; all if there is none.</param>
public sealed record ConnectionFilter(EndUserId UserId, EndUserKey Key, ImmutableArray<ConnectorId> Connectors);

/// <summary>A row of a list of connections: what is not secret.</summary>
/// <param name="Id">The connection's id.</param>
/// <param name="ConnectorId">What it connects to.</param>
/// <param name="Name">Its name.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
public sealed record ConnectionSummary(
    ConnectionId Id, ConnectorId ConnectorId, string Name, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>Which activations are asked for.</summary>
/// <param name="HubId">Those of this hub.</param>
/// <param name="UserId">Those of this user only, if given.</param>
/// <param name="IntegrationId">Those of this integration only, if given.</param>
public sealed record ActivationFilter(HubId HubId, EndUserId? UserId = null, IntegrationId? IntegrationId = null);

/// <summary>The key by which activations are listed.</summary>
/// <param name="UserId">The user; first in order.</param>
/// <param name="ActivationId">The activation; second in order.</param>
public readonly record struct ActivationPosition(EndUserId UserId, ActivationId ActivationId);

/// <summary>A row of a list of activations.</summary>
/// <param name="User">The user, loaded with this activation.</param>
/// <param name="Activation">The activation.</param>
public sealed record ListedActivation(EndUser User, Activation Activation)
{
    /// <summary>Where the row stands in the list.</summary>
    public ActivationPosition Position => new(User.Id, Activation.Id);
}
