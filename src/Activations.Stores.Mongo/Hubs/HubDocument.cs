using Activations.Hubs;
using Activations.Identifiers;
using Activations.Stores.Mongo.Integrations;
using MongoDB.Bson;

namespace Activations.Stores.Mongo.Hubs;

/// <summary>The document of a hub.</summary>
internal static class HubDocument
{
    public const string OrganisationId = "organisationId";
    public const string DeletedAt = "deletedAt";

    private const string Name = "name";
    private const string PrimaryConnector = "primaryConnector";
    private const string CreatedAt = "createdAt";

    public static BsonDocument Write(Hub hub) => new()
    {
        { BsonValues.IdField, hub.Id.ToBson() },
        { BsonValues.SchemaField, BsonValues.Schema },
        { OrganisationId, hub.OrganisationId.ToBson() },
        { Name, hub.Name },
        { PrimaryConnector, ConnectorDocument.Write(hub.PrimaryConnector) },
        { VersionedUpdate.Version, (long)hub.Version },
        { CreatedAt, hub.CreatedAt.ToBson() },
        { DeletedAt, BsonValues.OrNull(hub.DeletedAt?.ToBson()) },
    };

    public static Hub Read(BsonDocument document)
    {
        document.ThrowIfNewer();
        return new Hub
        {
            Id = document.ReadId<HubId>(BsonValues.IdField),
            OrganisationId = document.ReadId<OrganisationId>(OrganisationId),
            Name = document[Name].AsString,
            PrimaryConnector = ConnectorDocument.Read(document[PrimaryConnector].AsBsonDocument),
            Version = (int)VersionedUpdate.ReadVersion(document),
            CreatedAt = document.ReadTime(CreatedAt),
            DeletedAt = document.ReadTimeOrNull(DeletedAt),
        };
    }
}
