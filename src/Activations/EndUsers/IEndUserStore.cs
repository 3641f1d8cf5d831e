using Activations.Access;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Paging;

namespace Activations.EndUsers;

/// <summary>
/// Keeps end users with their connections and activations. Every call can throw <see cref="StoreUnavailableException"/>.
/// <para>What a store guarantees:</para>
/// <list type="bullet">
/// <item>G1: a write that was acknowledged is durable and seen by every later read, also after the process was killed.</item>
/// <item>G2: a save takes place as a whole or not at all, and so does the storing of a new user.</item>
/// <item>G3: of several saves from the same version exactly one succeeds; the others change nothing.</item>
/// <item>G4: a read sees whole saves only.</item>
/// <item>G5: what was stored comes back unchanged: times to the millisecond, text of any script, JSON byte for byte
/// whatever its names are.</item>
/// <item>G6: ids and external ids are compared ordinally; an external id is unique within its hub.</item>
/// <item>G7: a list shows no row twice and skips none while others come and go, in either direction.</item>
/// <item>G8: a call that is cancelled has taken place as a whole or not at all.</item>
/// <item>G9: a load answers the parts that were asked for, and those that always belong to them.</item>
/// <item>G10: a request id that was used before the time asked for is not answered and not counted.</item>
/// <item>G11: what lies beyond the reach of a caller is not found, listed or counted: the query that looks for it is the
/// same as for what does not exist.</item>
/// <item>G12: the lists of all show everybody's and the tombstones too, for what the service itself does with each record,
/// such as encrypting its secrets anew.</item>
/// </list>
/// </summary>
public interface IEndUserStore
{
    /// <summary>Stores a new user with all connections and activations that it holds.</summary>
    /// <param name="user">The user, version 1.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// Whether it is new; a user with that id or key is left as it is (G6). One with activations is not stored either if
    /// another user has a connection or an activation with the id of one of its own.
    /// </returns>
    Task<bool> AddAsync(EndUser user, CancellationToken cancellationToken);

    /// <summary>Reads a user (G4, G9).</summary>
    /// <param name="reach">What can be reached (G11).</param>
    /// <param name="lookup">Which.</param>
    /// <param name="parts">What of it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<EndUser?> LoadAsync(
        Reach reach, EndUserLookup lookup, EndUserParts parts, CancellationToken cancellationToken);

    /// <summary>Saves a change if the user's version is still the one it was decided on (G1, G2, G3).</summary>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">Ends the wait; the change may have taken place all the same (G8).</param>
    /// <returns>Whether it was saved; if not, nothing was.</returns>
    Task<bool> SaveAsync(EndUserChange change, CancellationToken cancellationToken);

    /// <summary>Deletes a user with all that it holds, in one step as far as any reader can tell (G1, G2, G4).</summary>
    /// <param name="user">Which, in any version.</param>
    /// <param name="cancellationToken">Ends the wait; the user may have been deleted all the same (G8).</param>
    /// <returns>Whether there was one.</returns>
    Task<bool> DeleteAsync(EndUser user, CancellationToken cancellationToken);

    /// <summary>Lists users, ordered by id (G7).</summary>
    /// <param name="reach">What can be reached (G11).</param>
    /// <param name="filter">Which.</param>
    /// <param name="page">Which page of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Page<EndUserSummary>> ListAsync(
        Reach reach, EndUserFilter filter, PageRequest<EndUserId> page, CancellationToken cancellationToken);

    /// <summary>Counts users.</summary>
    /// <param name="reach">What can be reached (G11).</param>
    /// <param name="filter">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<int> CountAsync(Reach reach, EndUserFilter filter, CancellationToken cancellationToken);

    /// <summary>Lists the users of everybody, ordered by id (G7, G12).</summary>
    /// <param name="page">Which page of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Page<EndUserSummary>> ListAllAsync(PageRequest<EndUserId> page, CancellationToken cancellationToken);

    /// <summary>Counts the users of everybody (G12).</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<int> CountAllAsync(CancellationToken cancellationToken);

    /// <summary>Lists connections of a user, ordered by id (G7).</summary>
    /// <param name="reach">What can be reached (G11).</param>
    /// <param name="filter">Which.</param>
    /// <param name="page">Which page of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Page<ConnectionSummary>> ListConnectionsAsync(
        Reach reach, ConnectionFilter filter, PageRequest<ConnectionId> page, CancellationToken cancellationToken);

    /// <summary>Counts connections of a user.</summary>
    /// <param name="reach">What can be reached (G11).</param>
    /// <param name="filter">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<int> CountConnectionsAsync(Reach reach, ConnectionFilter filter, CancellationToken cancellationToken);

    /// <summary>Lists activations, ordered by user and activation (G7).</summary>
    /// <param name="reach">What can be reached (G11).</param>
    /// <param name="filter">Which.</param>
    /// <param name="page">Which page of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Page<ListedActivation>> ListActivationsAsync(
        Reach reach, ActivationFilter filter, PageRequest<ActivationPosition> page, CancellationToken cancellationToken);

    /// <summary>Counts activations.</summary>
    /// <param name="reach">What can be reached (G11).</param>
    /// <param name="filter">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<int> CountActivationsAsync(Reach reach, ActivationFilter filter, CancellationToken cancellationToken);
}
