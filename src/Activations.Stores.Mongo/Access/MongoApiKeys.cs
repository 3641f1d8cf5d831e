using System.Collections.Immutable;
using Activations.Access;
using Activations.Identifiers;
using Activations.Paging;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Activations.Stores.Mongo.Access;

/// <summary>The API keys in MongoDB.</summary>
internal sealed class MongoApiKeys(MongoConnection connection, Writes writes) : IApiKeyStore
{
    public const string Collection = "apiKeys";

    private static readonly string[][] Keys = [[BsonValues.IdField]];

    private readonly Reads reads = new(connection, Collection);

    public Task<bool> AddAsync(ApiKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        return writes.AddAsync(Collection, ApiKeyDocument.Write(key), Keys, cancellationToken);
    }

    public Task<ApiKey?> LoadAsync(ApiKeyId id, CancellationToken cancellationToken) =>
        FindAsync(Reach.Everything, id, cancellationToken);

    public async Task<ApiKey?> RevokeAsync(
        Reach reach, ApiKeyId id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var live = Match(reach, id).Add(ApiKeyDocument.RevokedAt, BsonNull.Value);
        await UpdateAsync(
            [new(live, new BsonDocument("$set", new BsonDocument(ApiKeyDocument.RevokedAt, at.ToBson())))], cancellationToken);
        return await FindAsync(reach, id, cancellationToken);
    }

    public Task RecordUsesAsync(
        ImmutableDictionary<ApiKeyId, DateTimeOffset> uses, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(uses);
        return UpdateAsync(
            uses.Select(use => new UpdateOneModel<BsonDocument>(
                new BsonDocument(BsonValues.IdField, use.Key.ToBson()),
                new BsonDocument("$max", new BsonDocument(ApiKeyDocument.LastUsedAt, use.Value.ToBson())))),
            cancellationToken);
    }

    public Task<Page<ApiKey>> ListAsync(
        Reach reach, OrganisationId? organisation, PageRequest<ApiKeyId> page, CancellationToken cancellationToken) =>
        reads.ListAsync(Match(reach, organisation), page, fields: null, ApiKeyDocument.Read, cancellationToken);

    public Task<int> CountAsync(Reach reach, OrganisationId? organisation, CancellationToken cancellationToken) =>
        reads.CountAsync(Match(reach, organisation), cancellationToken);

    /// <summary>Where it is not known whether updates took place, they are done again: twice is the same as once.</summary>
    private Task<bool> UpdateAsync(IEnumerable<UpdateOneModel<BsonDocument>> updates, CancellationToken cancellationToken) =>
        writes.SettleAsync(
            Collection,
            async (_, token) =>
            {
                foreach (var update in updates)
                    await connection.Collection(Collection).UpdateOneAsync(update.Filter, update.Update, options: null, token);
                return true;
            },
            cancellationToken);

    private async Task<ApiKey?> FindAsync(Reach reach, ApiKeyId id, CancellationToken cancellationToken)
    {
        var document = await reads.FindAsync(Match(reach, id), cancellationToken);
        return document is null ? null : ApiKeyDocument.Read(document);
    }

    private static BsonDocument Match(Reach reach, ApiKeyId id) =>
        Within(new BsonDocument(BsonValues.IdField, id.ToBson()), reach);

    private static BsonDocument Match(Reach reach, OrganisationId? organisation) => Within(
        organisation is { } id ? new BsonDocument(ReachFilter.OrganisationId, id.ToBson()) : [], reach);

    /// <summary>Narrows a match to keys of which all that they are for is within the reach (<see cref="Reach.Covers"/>).</summary>
    private static BsonDocument Within(BsonDocument match, Reach reach)
    {
        var conditions = new BsonArray();
        if (reach.Organisation is { } organisation)
            conditions.Add(new BsonDocument(ReachFilter.OrganisationId, organisation.ToBson()));
        if (reach.Hubs is { } hubs)
        {
            var others = new BsonDocument("$elemMatch", new BsonDocument("$nin", new BsonArray(hubs.Select(id => id.ToBson()))));
            conditions.Add(new BsonDocument(ApiKeyDocument.HubIds, new BsonDocument("$ne", new BsonArray())));
            conditions.Add(new BsonDocument(ApiKeyDocument.HubIds, new BsonDocument("$not", others)));
        }

        if (reach.ExternalId is not null)
            conditions.Add(BsonValues.Nothing);
        return conditions.Count == 0 ? match : match.Add("$and", conditions);
    }
}
