using System.Collections.Immutable;
using Activations.Identifiers;
using Activations.Integrations;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Activations.Stores.Mongo.Integrations;

/// <summary>The integrations in MongoDB.</summary>
internal sealed class MongoIntegrations(MongoConnection connection, Writes writes) : IIntegrationStore
{
    public const string Collection = "integrations";

    private static readonly string[][] Keys = [[BsonValues.IdField]];

    public Task<bool> AddAsync(Integration integration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(integration);
        return writes.AddAsync(Documents, IntegrationDocument.Write(integration), Keys, cancellationToken);
    }

    public async Task<Integration?> LoadAsync(IntegrationId id, CancellationToken cancellationToken)
    {
        var filter = new BsonDocument(BsonValues.IdField, id.ToBson());
        var document = await MongoFailure.TranslateAsync(
            () => Documents().Find(filter).FirstOrDefaultAsync(cancellationToken), cancellationToken);
        return document is null ? null : IntegrationDocument.Read(document);
    }

    public async Task<ImmutableArray<Integration>> LoadManyAsync(
        ImmutableArray<IntegrationId> ids, CancellationToken cancellationToken)
    {
        if (ids.IsEmpty)
            return [];

        var filter = new BsonDocument(
            BsonValues.IdField, new BsonDocument("$in", new BsonArray(ids.Select(id => id.ToBson()))));
        var documents = await MongoFailure.TranslateAsync(
            () => Documents().Find(filter).ToListAsync(cancellationToken), cancellationToken);
        return [.. documents.Select(IntegrationDocument.Read)];
    }

    private IMongoCollection<BsonDocument> Documents() => connection.Collection(Collection);
}
