using Activations.Access;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Paging;

namespace Activations.Hubs;

/// <summary>
/// Keeps hubs. Every call can throw <see cref="StoreUnavailableException"/>. The guarantees are numbered as in
/// <see cref="EndUsers.IEndUserStore"/>: G1 (durable), G3 (one save from each version), G5 (times, names and JSON come
/// back unchanged), G7 (pages), G11 (reach) and G12 (lists of all) hold here too.
/// </summary>
public interface IHubStore
{
    /// <summary>Stores a new hub.</summary>
    /// <param name="hub">The hub.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it is new; a hub with that id is left as it is.</returns>
    Task<bool> AddAsync(Hub hub, CancellationToken cancellationToken);

    /// <summary>Reads a hub, or its tombstone.</summary>
    /// <param name="reach">What can be reached (G11).</param>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Hub?> LoadAsync(Reach reach, HubId id, CancellationToken cancellationToken);

    /// <summary>Saves a hub if its version is still the one it was changed from (G1, G3). Only what differs is written.</summary>
    /// <param name="current">The hub as it was loaded.</param>
    /// <param name="changed">
    /// The hub as it is to be; its name, its connector's auth scheme and its deletion may differ, and its version is one more.
    /// </param>
    /// <param name="cancellationToken">Ends the wait; the change may have taken place all the same.</param>
    /// <returns>Whether it was saved; if not, nothing was.</returns>
    Task<bool> SaveAsync(Hub current, Hub changed, CancellationToken cancellationToken);

    /// <summary>Lists the hubs of an organisation without those that were deleted, ordered by id (G7).</summary>
    /// <param name="reach">What can be reached (G11).</param>
    /// <param name="organisation">Whose.</param>
    /// <param name="page">Which page of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Page<Hub>> ListAsync(
        Reach reach, OrganisationId organisation, PageRequest<HubId> page, CancellationToken cancellationToken);

    /// <summary>Counts the hubs of an organisation without those that were deleted.</summary>
    /// <param name="reach">What can be reached (G11).</param>
    /// <param name="organisation">Whose.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<int> CountAsync(Reach reach, OrganisationId organisation, CancellationToken cancellationToken);

    /// <summary>Lists the hubs of everybody and their tombstones, ordered by id (G7, G12).</summary>
    /// <param name="page">Which page of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Page<Hub>> ListAllAsync(PageRequest<HubId> page, CancellationToken cancellationToken);

    /// <summary>Counts the hubs of everybody and their tombstones (G12).</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<int> CountAllAsync(CancellationToken cancellationToken);

    /// <summary>Reads which hub is an organisation's default; null if none is, or one beyond the reach.</summary>
    /// <param name="reach">What can be reached (G11).</param>
    /// <param name="organisation">Whose.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<HubId?> LoadDefaultAsync(Reach reach, OrganisationId organisation, CancellationToken cancellationToken);

    /// <summary>Makes a hub its organisation's default, and no other: one record holds it (G1).</summary>
    /// <param name="organisation">Whose.</param>
    /// <param name="hub">The hub.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task SetDefaultAsync(OrganisationId organisation, HubId hub, CancellationToken cancellationToken);

    /// <summary>Leaves an organisation without a default if it is this hub (G1).</summary>
    /// <param name="organisation">Whose.</param>
    /// <param name="hub">The hub.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task ClearDefaultAsync(OrganisationId organisation, HubId hub, CancellationToken cancellationToken);

    /// <summary>Whether no hub was ever stored.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<bool> IsEmptyAsync(CancellationToken cancellationToken);
}
