using Activations.Errors;
using Activations.Hubs;
using Activations.Identifiers;

namespace Activations.EndUsers;

/// <summary>The decision to make an end user.</summary>
/// <param name="ids">Where ids come from.</param>
public sealed class Register(IIdSource ids)
{
    /// <summary>Decides.</summary>
    /// <param name="hub">The user's hub.</param>
    /// <param name="externalId">The hub owner's id of the user.</param>
    /// <param name="displayName">A name to show; may be empty.</param>
    /// <param name="primaryConnection">The connection to the hub's primary connector, if there is one.</param>
    /// <param name="now">The present.</param>
    /// <returns>The user, to be stored if there is none with this key.</returns>
    /// <exception cref="InvalidRequestException">The data of a credential does not match its type.</exception>
    /// <exception cref="LimitExceededException">The user would hold too much.</exception>
    public EndUser Decide(
        Hub hub, string externalId, string displayName, ConnectionDraft? primaryConnection, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(hub);
        var violations = new Violations();
        primaryConnection?.CheckCredentials("primaryConnection", violations);
        violations.ThrowIfAny();

        var primary = primaryConnection?.ToConnection(hub.PrimaryConnector.Id, ids, now);
        var user = new EndUser
        {
            Id = ids.Next<EndUserId>(),
            Key = new EndUserKey(hub.Id, externalId),
            OrganisationId = hub.OrganisationId,
            DisplayName = displayName,
            PrimaryConnectionId = primary?.Id,
            Version = 1,
            Usage = new EndUserUsage(primary is null ? 0 : 1, Activations: 0, primary?.JsonByteCount ?? 0, RequestIds: 0),
            CreatedAt = now,
            UpdatedAt = now,
            Parts = EndUserParts.Profile,
            Connections = primary is null ? [] : [primary],
        };
        user.Usage.ThrowIfExceeded();
        return user;
    }
}
