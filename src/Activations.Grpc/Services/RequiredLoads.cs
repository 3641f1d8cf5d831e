using Activations.Access;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Hubs;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Stores;

namespace Activations.Grpc.Services;

/// <summary>Loads what a call can't go on without. What the caller can't reach is not there.</summary>
internal static class RequiredLoads
{
    /// <summary>A hub; one that was deleted too, since what it holds goes on working.</summary>
    /// <exception cref="ResourceNotFoundException">There is none.</exception>
    public static async Task<Hub> RequireHubAsync(
        this IStore store, Reach reach, HubId id, CancellationToken cancellationToken) =>
        await store.Hubs.LoadAsync(reach, id, cancellationToken) ?? throw ResourceNotFoundException.Hub();

    /// <summary>A hub that was not deleted.</summary>
    /// <exception cref="ResourceNotFoundException">There is none.</exception>
    public static async Task<Hub> RequireLiveHubAsync(
        this IStore store, Reach reach, HubId id, CancellationToken cancellationToken) =>
        await store.RequireHubAsync(reach, id, cancellationToken) is { DeletedAt: null } hub
            ? hub
            : throw ResourceNotFoundException.Hub();

    /// <summary>An integration that was not deleted.</summary>
    /// <exception cref="ResourceNotFoundException">There is none.</exception>
    public static async Task<Integration> RequireIntegrationAsync(
        this IStore store, Reach reach, IntegrationId id, CancellationToken cancellationToken) =>
        await store.Integrations.LoadAsync(reach, id, cancellationToken) is { DeletedAt: null } integration
            ? integration
            : throw ResourceNotFoundException.Integration();

    /// <summary>
    /// A user who need not exist yet: then nobody is answered. An end user finds nobody but themselves: whether there is
    /// another user is not for them to know.
    /// </summary>
    /// <exception cref="ResourceNotFoundException">An end user asks for another one, whether there is one or not.</exception>
    public static async Task<EndUser?> FindAsync(
        this IEndUserStore users,
        Reach reach,
        HubId hub,
        EndUserReference reference,
        EndUserParts parts,
        CancellationToken cancellationToken)
    {
        var user = await users.LoadAsync(reach, reference.In(hub), parts, cancellationToken);
        return user is not null || reach.ExternalId is null || reach.ExternalId == reference.ExternalId
            ? user
            : throw ResourceNotFoundException.User();
    }

    /// <summary>A user, with parts.</summary>
    /// <exception cref="ResourceNotFoundException">There is none, or none with the activation or connection looked up.</exception>
    public static async Task<EndUser> RequireAsync(
        this IEndUserStore users,
        Reach reach,
        EndUserLookup lookup,
        EndUserParts parts,
        CancellationToken cancellationToken) =>
        await users.LoadAsync(reach, lookup, parts, cancellationToken) ?? throw lookup.NotFound();
}
