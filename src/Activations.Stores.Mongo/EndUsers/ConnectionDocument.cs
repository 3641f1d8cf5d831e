using Activations.EndUsers;
using Activations.Identifiers;
using MongoDB.Bson;

namespace Activations.Stores.Mongo.EndUsers;

/// <summary>A connection within the document of its end user.</summary>
internal static class ConnectionDocument
{
    public const string ConnectorId = "connectorId";
    public const string Name = "name";
    public const string Credentials = "credentials";
    public const string Variables = "variables";
    public const string CreatedAt = "createdAt";
    public const string UpdatedAt = "updatedAt";

    public static BsonDocument Write(Connection connection) => new()
    {
        { BsonValues.IdField, connection.Id.ToBson() },
        { ConnectorId, connection.ConnectorId.ToBson() },
        { Name, connection.Name },
        { Credentials, ConnectionJson.Write(connection.Credentials).ToBson() },
        { Variables, ConnectionJson.Write(connection.Variables).ToBson() },
        { CreatedAt, connection.CreatedAt.ToBson() },
        { UpdatedAt, connection.UpdatedAt.ToBson() },
    };

    public static Connection Read(BsonDocument document) => new()
    {
        Id = document.ReadId<ConnectionId>(BsonValues.IdField),
        ConnectorId = document.ReadId<ConnectorId>(ConnectorId),
        Name = document[Name].AsString,
        Credentials = ConnectionJson.ReadCredentials(document.ReadJson(Credentials)),
        Variables = ConnectionJson.ReadVariables(document.ReadJson(Variables)),
        CreatedAt = document.ReadTime(CreatedAt),
        UpdatedAt = document.ReadTime(UpdatedAt),
    };

    /// <summary>Reads what is not secret.</summary>
    public static ConnectionSummary ReadSummary(BsonDocument document) => new(
        document.ReadId<ConnectionId>(BsonValues.IdField),
        document.ReadId<ConnectorId>(ConnectorId),
        document[Name].AsString,
        document.ReadTime(CreatedAt),
        document.ReadTime(UpdatedAt));
}
