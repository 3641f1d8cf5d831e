using Activations.Access;
using Activations.Identifiers;
using Activations.Paging;
using MongoDB.Bson;

namespace Activations.Stores.Mongo.Access;

/// <summary>The signing keys in MongoDB.</summary>
internal sealed class MongoSigningKeys(MongoConnection connection, Writes writes) : ISigningKeyStore
{
    public const string Collection = "signingKeys";
    public const string HubId = "hubId";

    private const string Name = "name";
    private const string Algorithm = "algorithm";
    private const string PublicKey = "publicKey";
    private const string CreatedAt = "createdAt";

    private static readonly string[][] Keys = [[BsonValues.IdField]];

    private readonly Reads reads = new(connection, Collection);

    public Task<bool> AddAsync(SigningKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        return writes.AddAsync(Collection, Write(key), Keys, cancellationToken);
    }

    public async Task<SigningKey?> LoadAsync(SigningKeyId id, CancellationToken cancellationToken)
    {
        var document = await reads.FindAsync(new BsonDocument(BsonValues.IdField, id.ToBson()), cancellationToken);
        return document is null ? null : Read(document);
    }

    public Task<bool> DeleteAsync(Reach reach, SigningKeyId id, CancellationToken cancellationToken) =>
        writes.DeleteAsync(
            Collection, Within(new BsonDocument(BsonValues.IdField, id.ToBson()), reach), cancellationToken);

    public Task<Page<SigningKey>> ListAsync(
        Reach reach, HubId hub, PageRequest<SigningKeyId> page, CancellationToken cancellationToken) =>
        reads.ListAsync(Match(reach, hub), page, fields: null, Read, cancellationToken);

    public Task<int> CountAsync(Reach reach, HubId hub, CancellationToken cancellationToken) =>
        reads.CountAsync(Match(reach, hub), cancellationToken);

    private static BsonDocument Match(Reach reach, HubId hub) => Within(new BsonDocument(HubId, hub.ToBson()), reach);

    /// <summary>No end user can reach a key.</summary>
    private static BsonDocument Within(BsonDocument match, Reach reach) =>
        reach.ExternalId is null ? match.Within(reach) : match.Add("$and", new BsonArray { BsonValues.Nothing });

    private static BsonDocument Write(SigningKey key) => new()
    {
        { BsonValues.IdField, key.Id.ToBson() },
        { BsonValues.SchemaField, BsonValues.Schema },
        { HubId, key.HubId.ToBson() },
        { ReachFilter.OrganisationId, key.OrganisationId.ToBson() },
        { Name, key.Name },
        { Algorithm, key.Algorithm },
        { PublicKey, key.PublicKeyPem },
        { CreatedAt, key.CreatedAt.ToBson() },
    };

    private static SigningKey Read(BsonDocument document)
    {
        document.ThrowIfNewer();
        return new SigningKey
        {
            Id = document.ReadId<SigningKeyId>(BsonValues.IdField),
            HubId = document.ReadId<HubId>(HubId),
            OrganisationId = document.ReadId<OrganisationId>(ReachFilter.OrganisationId),
            Name = document[Name].AsString,
            Algorithm = document[Algorithm].AsString,
            PublicKeyPem = document[PublicKey].AsString,
            CreatedAt = document.ReadTime(CreatedAt),
        };
    }
}
