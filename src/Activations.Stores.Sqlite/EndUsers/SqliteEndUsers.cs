using Activations.Access;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Paging;
using Microsoft.Data.Sqlite;

namespace Activations.Stores.Sqlite.EndUsers;

/// <summary>End users in four tables; a save touches only the rows that change.</summary>
internal sealed class SqliteEndUsers(MeasuredStore store) : IEndUserStore
{
    private const int Constraint = 19; // SQLITE_CONSTRAINT

    public async Task<bool> AddAsync(EndUser user, CancellationToken cancellationToken)
    {
        try
        {
            return await store.WriteAsync(session => EndUserWrites.Add(session, user), cancellationToken);
        }
        catch (StoreUnavailableException exception) when (
            exception.InnerException is SqliteException { SqliteErrorCode: Constraint })
        {
            return false; // another user has a connection or an activation with such an id
        }
    }

    public Task<EndUser?> LoadAsync(
        Reach reach, EndUserLookup lookup, EndUserParts parts, CancellationToken cancellationToken) =>
        store.ReadAsync(session => EndUserReads.Load(session, reach, lookup, parts), cancellationToken);

    public Task<bool> SaveAsync(EndUserChange change, CancellationToken cancellationToken) =>
        store.WriteAsync(session => EndUserWrites.Save(session, change), cancellationToken);

    public Task<bool> DeleteAsync(EndUser user, CancellationToken cancellationToken) =>
        store.WriteAsync(session => EndUserWrites.Delete(session, user.Id), cancellationToken);

    public Task<Page<EndUserSummary>> ListAsync(
        Reach reach, EndUserFilter filter, PageRequest<EndUserId> page, CancellationToken cancellationToken) =>
        store.ReadAsync(session => EndUserList.Read(session, reach, filter, page), cancellationToken);

    public Task<int> CountAsync(Reach reach, EndUserFilter filter, CancellationToken cancellationToken) =>
        store.ReadAsync(session => EndUserList.Count(session, reach, filter), cancellationToken);

    public Task<Page<EndUserSummary>> ListAllAsync(PageRequest<EndUserId> page, CancellationToken cancellationToken) =>
        store.ReadAsync(session => EndUserList.ReadAll(session, page), cancellationToken);

    public Task<int> CountAllAsync(CancellationToken cancellationToken) =>
        store.ReadAsync(EndUserList.CountAll, cancellationToken);

    public Task<Page<ConnectionSummary>> ListConnectionsAsync(
        Reach reach, ConnectionFilter filter, PageRequest<ConnectionId> page, CancellationToken cancellationToken) =>
        store.ReadAsync(session => ConnectionList.Read(session, reach, filter, page), cancellationToken);

    public Task<int> CountConnectionsAsync(Reach reach, ConnectionFilter filter, CancellationToken cancellationToken) =>
        store.ReadAsync(session => ConnectionList.Count(session, reach, filter), cancellationToken);

    public Task<Page<ListedActivation>> ListActivationsAsync(
        Reach reach, ActivationFilter filter, PageRequest<ActivationPosition> page, CancellationToken cancellationToken) =>
        store.ReadAsync(session => ActivationList.Read(session, reach, filter, page), cancellationToken);

    public Task<int> CountActivationsAsync(Reach reach, ActivationFilter filter, CancellationToken cancellationToken) =>
        store.ReadAsync(session => ActivationList.Count(session, reach, filter), cancellationToken);
}
