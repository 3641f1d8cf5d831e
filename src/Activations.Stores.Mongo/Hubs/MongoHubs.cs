using Activations.Hubs;
using Activations.Identifiers;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Activations.Stores.Mongo.Hubs;

/// <summary>The hubs in MongoDB.</summary>
internal sealed class MongoHubs(MongoConnection connection, Writes writes) : IHubStore
{
    private const string Collection = "hubs";

    private static readonly string[][] Keys = [[BsonValues.IdField]];

    public Task<bool> AddAsync(Hub hub, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hub);
        return writes.AddAsync(Documents, HubDocument.Write(hub), Keys, cancellationToken);
    }

    public async Task<Hub?> LoadAsync(HubId id, CancellationToken cancellationToken)
    {
        var filter = new BsonDocument(BsonValues.IdField, id.ToBson());
        var document = await MongoFailure.TranslateAsync(
            () => Documents().Find(filter).FirstOrDefaultAsync(cancellationToken), cancellationToken);
        return document is null ? null : HubDocument.Read(document);
    }

    public Task<bool> IsEmptyAsync(CancellationToken cancellationToken) => MongoFailure.TranslateAsync(
        async () => !await Documents().Find(new BsonDocument()).Limit(1).AnyAsync(cancellationToken),
        cancellationToken);

    private IMongoCollection<BsonDocument> Documents() => connection.Collection(Collection);
}
