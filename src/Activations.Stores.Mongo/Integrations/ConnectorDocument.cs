using Activations.Identifiers;
using Activations.Integrations;
using MongoDB.Bson;

namespace Activations.Stores.Mongo.Integrations;

/// <summary>The description of a connector within another document.</summary>
internal static class ConnectorDocument
{
    private const string Name = "name";
    private const string ImageUrl = "imageUrl";
    private const string AuthScheme = "authScheme";

    public static BsonDocument Write(Connector connector) => new()
    {
        { BsonValues.IdField, connector.Id.ToBson() },
        { Name, connector.Name },
        { ImageUrl, connector.ImageUrl },
        { AuthScheme, connector.AuthScheme.Config.ToBson() },
    };

    public static Connector Read(BsonDocument document) => new()
    {
        Id = document.ReadId<ConnectorId>(BsonValues.IdField),
        Name = document[Name].AsString,
        ImageUrl = document[ImageUrl].AsString,
        AuthScheme = new AuthScheme(document.ReadJson(AuthScheme)),
    };
}
