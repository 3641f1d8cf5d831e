using Activations.Hubs;
using Activations.Identifiers;
using Activations.Stores.Mongo.Integrations;
using MongoDB.Bson;

namespace Activations.Stores.Mongo.Hubs;

/// <summary>The document of a hub.</summary>
internal static class HubDocument
{
    private const string OrganisationId = "organisationId";
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
        { CreatedAt, hub.CreatedAt.ToBson() },
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
            CreatedAt = document.ReadTime(CreatedAt),
        };
    }
}
