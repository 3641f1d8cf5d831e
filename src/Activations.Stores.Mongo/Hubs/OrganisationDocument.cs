using Activations.Access;
using Activations.Identifiers;
using MongoDB.Bson;

namespace Activations.Stores.Mongo.Hubs;

/// <summary>The document of an organisation: which of its hubs is the default.</summary>
internal static class OrganisationDocument
{
    private const string DefaultHubId = "defaultHubId";

    /// <summary>The organisation.</summary>
    public static BsonDocument Match(OrganisationId organisation) => new(BsonValues.IdField, organisation.ToBson());

    /// <summary>The organisation if its default is a hub within the reach.</summary>
    public static BsonDocument Match(Reach reach, OrganisationId organisation) =>
        Match(organisation).Within(reach, hub: DefaultHubId, organisation: BsonValues.IdField);

    /// <summary>The organisation if its default is this hub.</summary>
    public static BsonDocument Match(OrganisationId organisation, HubId hub) =>
        Match(organisation).Add(DefaultHubId, hub.ToBson());

    /// <summary>The update that makes a hub the default; null for none.</summary>
    public static BsonDocument Update(HubId? hub) => new()
    {
        { "$set", new BsonDocument(DefaultHubId, BsonValues.OrNull(hub?.ToBson())) },
        { "$setOnInsert", new BsonDocument(BsonValues.SchemaField, BsonValues.Schema) },
    };

    public static HubId? ReadDefault(BsonDocument document)
    {
        document.ThrowIfNewer();
        return document[DefaultHubId] is { IsBsonNull: false } id ? id.ToId<HubId>() : null;
    }
}
