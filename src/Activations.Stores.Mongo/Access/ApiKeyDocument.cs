using Activations.Access;
using Activations.Identifiers;
using MongoDB.Bson;

namespace Activations.Stores.Mongo.Access;

/// <summary>The document of an API key.</summary>
internal static class ApiKeyDocument
{
    public const string HubIds = "hubIds";
    public const string RevokedAt = "revokedAt";
    public const string LastUsedAt = "lastUsedAt";

    private const string Name = "name";
    private const string Scopes = "scopes";
    private const string Hash = "hash";
    private const string CreatedAt = "createdAt";
    private const string ExpiresAt = "expiresAt";

    public static BsonDocument Write(ApiKey key) => new()
    {
        { BsonValues.IdField, key.Id.ToBson() },
        { BsonValues.SchemaField, BsonValues.Schema },
        { Name, key.Name },
        { ReachFilter.OrganisationId, key.OrganisationId.ToBson() },
        { HubIds, new BsonArray(key.HubIds.Select(id => id.ToBson())) },
        { Scopes, (int)key.Scopes },
        { Hash, new BsonBinaryData(key.Hash.ToArray()) },
        { CreatedAt, key.CreatedAt.ToBson() },
        { ExpiresAt, BsonValues.OrNull(key.ExpiresAt?.ToBson()) },
        { RevokedAt, BsonValues.OrNull(key.RevokedAt?.ToBson()) },
        { LastUsedAt, BsonValues.OrNull(key.LastUsedAt?.ToBson()) },
    };

    public static ApiKey Read(BsonDocument document)
    {
        document.ThrowIfNewer();
        return new ApiKey
        {
            Id = document.ReadId<ApiKeyId>(BsonValues.IdField),
            Name = document[Name].AsString,
            OrganisationId = document.ReadId<OrganisationId>(ReachFilter.OrganisationId),
            HubIds = [.. document[HubIds].AsBsonArray.Select(id => id.ToId<HubId>())],
            Scopes = (KeyScopes)document[Scopes].ToInt32(),
            Hash = [.. document[Hash].AsByteArray],
            CreatedAt = document.ReadTime(CreatedAt),
            ExpiresAt = document.ReadTimeOrNull(ExpiresAt),
            RevokedAt = document.ReadTimeOrNull(RevokedAt),
            LastUsedAt = document.ReadTimeOrNull(LastUsedAt),
        };
    }
}
