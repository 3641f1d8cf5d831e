using System.Collections.Immutable;
using Activations.Access;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Paging;

namespace Activations.Stores.Sqlite.Integrations;

/// <summary>Integrations in a table, their templates in another; a save touches only the rows that change.</summary>
internal sealed class SqliteIntegrations(MeasuredStore store) : IIntegrationStore
{
    public Task<bool> AddAsync(Integration integration, CancellationToken cancellationToken) =>
        store.WriteAsync(session => IntegrationWrites.Add(session, integration), cancellationToken);

    public Task<Integration?> LoadAsync(Reach reach, IntegrationId id, CancellationToken cancellationToken) =>
        store.ReadAsync(session => IntegrationReads.Load(session, reach, [id]).SingleOrDefault(), cancellationToken);

    public Task<Integration?> LoadByTemplateAsync(
        Reach reach, ConnectionTemplateId id, CancellationToken cancellationToken) =>
        store.ReadAsync(session => IntegrationReads.LoadByTemplate(session, reach, id), cancellationToken);

    public Task<ImmutableArray<Integration>> LoadManyAsync(
        Reach reach, ImmutableArray<IntegrationId> ids, CancellationToken cancellationToken) =>
        store.ReadAsync(session => IntegrationReads.Load(session, reach, ids), cancellationToken);

    public Task<bool> SaveAsync(Integration current, Integration changed, CancellationToken cancellationToken) =>
        store.WriteAsync(session => IntegrationWrites.Save(session, current, changed), cancellationToken);

    public Task<Page<Integration>> ListAsync(
        Reach reach, IntegrationFilter filter, PageRequest<IntegrationId> page, CancellationToken cancellationToken) =>
        store.ReadAsync(session => IntegrationList.Read(session, reach, filter, page), cancellationToken);

    public Task<int> CountAsync(Reach reach, IntegrationFilter filter, CancellationToken cancellationToken) =>
        store.ReadAsync(session => IntegrationList.Count(session, reach, filter), cancellationToken);

    public Task<Page<Integration>> ListAllAsync(
        PageRequest<IntegrationId> page, CancellationToken cancellationToken) =>
        store.ReadAsync(session => IntegrationList.ReadAll(session, page), cancellationToken);

    public Task<int> CountAllAsync(CancellationToken cancellationToken) =>
        store.ReadAsync(IntegrationList.CountAll, cancellationToken);
}
