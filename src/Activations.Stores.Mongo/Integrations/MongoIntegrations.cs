using System.Collections.Immutable;
using Activations.Access;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Paging;
using MongoDB.Bson;

namespace Activations.Stores.Mongo.Integrations;

/// <summary>The integrations in MongoDB.</summary>
internal sealed class MongoIntegrations(MongoConnection connection, Writes writes) : IIntegrationStore
{
    public const string Collection = "integrations";

    private static readonly string[][] Keys = [[BsonValues.IdField]];

    private readonly Reads reads = new(connection, Collection);

    public Task<bool> AddAsync(Integration integration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(integration);
        return writes.AddAsync(Collection, IntegrationDocument.Write(integration), Keys, cancellationToken);
    }

    public Task<Integration?> LoadAsync(Reach reach, IntegrationId id, CancellationToken cancellationToken) =>
        FindAsync(reach, BsonValues.IdField, id.ToBson(), cancellationToken);

    public Task<Integration?> LoadByTemplateAsync(
        Reach reach, ConnectionTemplateId id, CancellationToken cancellationToken) =>
        FindAsync(reach, IntegrationDocument.TemplateIds, id.ToBson(), cancellationToken);

    public async Task<ImmutableArray<Integration>> LoadManyAsync(
        Reach reach, ImmutableArray<IntegrationId> ids, CancellationToken cancellationToken)
    {
        if (ids.IsEmpty)
            return [];

        var filter = new BsonDocument(
            BsonValues.IdField, new BsonDocument("$in", new BsonArray(ids.Select(id => id.ToBson()))));
        var documents = await reads.FindManyAsync(filter.Within(reach), cancellationToken);
        return [.. documents.Select(IntegrationDocument.Read)];
    }

    public Task<bool> SaveAsync(Integration current, Integration changed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(changed);
        return writes.SaveAsync(
            Collection, IntegrationDocument.Write(current), IntegrationDocument.Write(changed), cancellationToken);
    }

    public Task<Page<Integration>> ListAsync(
        Reach reach, IntegrationFilter filter, PageRequest<IntegrationId> page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return reads.ListAsync(Match(reach, filter), page, fields: null, IntegrationDocument.Read, cancellationToken);
    }

    public Task<int> CountAsync(Reach reach, IntegrationFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return reads.CountAsync(Match(reach, filter), cancellationToken);
    }

    public Task<Page<Integration>> ListAllAsync(
        PageRequest<IntegrationId> page, CancellationToken cancellationToken) =>
        reads.ListAsync([], page, fields: null, IntegrationDocument.Read, cancellationToken);

    public Task<int> CountAllAsync(CancellationToken cancellationToken) => reads.CountAsync([], cancellationToken);

    private async Task<Integration?> FindAsync(
        Reach reach, string field, BsonValue value, CancellationToken cancellationToken)
    {
        var document = await reads.FindAsync(new BsonDocument(field, value).Within(reach), cancellationToken);
        return document is null ? null : IntegrationDocument.Read(document);
    }

    /// <summary>Those that were not deleted; null stands for an absent field too, as an earlier release left it.</summary>
    private static BsonDocument Match(Reach reach, IntegrationFilter filter)
    {
        var match = new BsonDocument
        {
            { IntegrationDocument.HubId, filter.HubId.ToBson() },
            { IntegrationDocument.DeletedAt, BsonNull.Value },
        };
        if (filter.IsDeployed is { } isDeployed)
            match.Add(IntegrationDocument.IsDeployed, isDeployed);
        if (filter.Search is { } term)
            match.Add("$or", SearchFilter.Of(term, IntegrationDocument.NameFold));
        return match.Within(reach);
    }
}
