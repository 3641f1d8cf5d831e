using System.Collections.Immutable;
using Activations.Stores.Mongo.Access;
using Activations.Stores.Mongo.EndUsers;
using Activations.Stores.Mongo.Hubs;
using Activations.Stores.Mongo.Integrations;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Activations.Stores.Mongo;

/// <summary>
/// The indexes, named as MongoDB itself would name them: <c>sh.shardCollection</c> makes the one on the shard key before
/// the service first starts, and one on the same fields under another name would be refused.
/// </summary>
internal static class MongoIndexes
{
    private static readonly Index[] All =
    [
        // The recommended shard key. Only an index that leads with it can be unique in a sharded collection (G6).
        new(MongoEndUsers.Collection, [EndUserDocument.HubId, EndUserDocument.ExternalId]) { IsUnique = true },
        new(MongoEndUsers.Collection, [EndUserDocument.HubId, BsonValues.IdField]),
        new(MongoEndUsers.Collection, [EndUserDocument.HubId, EndUserDocument.ExternalIdFold, BsonValues.IdField]),
        new(MongoEndUsers.Collection, [EndUserDocument.HubId, EndUserDocument.DisplayNameFold, BsonValues.IdField]),
        new(MongoEndUsers.Collection, [EndUserDocument.ActivationIds]),
        new(MongoEndUsers.Collection, [EndUserDocument.ConnectionIds]),
        new(MongoEndUsers.Collection, [EndUserDocument.HubId, EndUserDocument.ActivationIntegrationIds, BsonValues.IdField]),
        // Holds all that counting a hub's activations needs, and none of the users without any.
        new(MongoEndUsers.Collection, [EndUserDocument.HubId, BsonValues.IdField, EndUserDocument.ActivationCount])
        {
            OnlyWhere = new BsonDocument(EndUserDocument.ActivationCount, new BsonDocument("$gt", 0)),
        },
        new(MongoIntegrations.Collection, [IntegrationDocument.TemplateIds]),
        new(MongoIntegrations.Collection, [IntegrationDocument.HubId, BsonValues.IdField]),
        new(MongoIntegrations.Collection, [IntegrationDocument.HubId, IntegrationDocument.NameFold]),
        new(MongoApiKeys.Collection, [ReachFilter.OrganisationId, BsonValues.IdField]),
        new(MongoSigningKeys.Collection, [MongoSigningKeys.HubId, BsonValues.IdField]),
        new(MongoHubs.Collection, [HubDocument.OrganisationId, BsonValues.IdField]),
    ];

    /// <summary>Creates the indexes that are missing.</summary>
    /// <exception cref="StoreUnusableException">One can't be had.</exception>
    public static async Task EnsureAsync(MongoConnection connection, CancellationToken cancellationToken)
    {
        foreach (var index in All)
            await connection.CallAsync(token => EnsureAsync(connection, index, token), cancellationToken);
    }

    /// <summary>The indexes that are not there, as collection and name.</summary>
    public static async Task<ImmutableArray<string>> FindMissingAsync(
        MongoConnection connection, CancellationToken cancellationToken)
    {
        var missing = ImmutableArray.CreateBuilder<string>();
        foreach (var indexes in All.GroupBy(index => index.Collection))
        {
            var names = await connection.CallAsync(token => ReadNamesAsync(connection, indexes.Key, token), cancellationToken);
            missing.AddRange(indexes.Where(index => !names.Contains(index.Name)).Select(index => $"{index.Collection}.{index.Name}"));
        }

        return missing.ToImmutable();
    }

    private static async Task<HashSet<string>> ReadNamesAsync(
        MongoConnection connection, string collection, CancellationToken cancellationToken)
    {
        using var cursor = await connection.Collection(collection).Indexes.ListAsync(cancellationToken);
        return [.. (await cursor.ToListAsync(cancellationToken)).Select(index => index["name"].AsString)];
    }

    private static async Task<string> EnsureAsync(
        MongoConnection connection, Index index, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.Collection(index.Collection).Indexes
                .CreateOneAsync(index.ToModel(), options: null, cancellationToken);
        }
        catch (MongoCommandException e) when (MongoFailure.FaultOfIndex(e) is { } fault)
        {
            throw new StoreUnusableException(
                $"The index '{index.Name}' of the MongoDB collection '{index.Collection}' can't be created: {fault}.", e);
        }
    }

    private sealed record Index(string Collection, string[] Fields)
    {
        public bool IsUnique { get; init; }

        public BsonDocument? OnlyWhere { get; init; }

        public string Name => string.Join('_', Fields.Select(name => $"{name}_1"));

        public CreateIndexModel<BsonDocument> ToModel() => new(
            new BsonDocument(Fields.Select(name => new BsonElement(name, 1))),
            new CreateIndexOptions<BsonDocument>
            {
                Name = Name,
                Unique = IsUnique ? true : null,
                PartialFilterExpression = OnlyWhere,
            });
    }
}
