using Activations.Access;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Paging;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Activations.Stores.Mongo.EndUsers;

/// <summary>The aggregation that lists connections of one user. No credential leaves the server.</summary>
internal static class ConnectionList
{
    /// <summary>The name of the count.</summary>
    public const string Count = "count";

    /// <summary>The rows of a page in the order in which it is read, and one more if there is one.</summary>
    public static PipelineDefinition<BsonDocument, BsonDocument> Of(
        Reach reach, ConnectionFilter filter, PageRequest<ConnectionId> page)
    {
        var match = MatchRows(filter);
        if (Keyset.Of(page) is { } range)
            match.Add(EndUserDocument.ConnectionIds, range);

        return new List<BsonDocument>(Rows(reach, filter))
        {
            new("$match", match),
            new("$sort", new BsonDocument(EndUserDocument.ConnectionIds, Keyset.DirectionOf(page))),
            new("$limit", page.Limit + 1),
        };
    }

    /// <summary>How many rows there are, as one document, or as none if there are none.</summary>
    public static PipelineDefinition<BsonDocument, BsonDocument> CountOf(Reach reach, ConnectionFilter filter) =>
        new List<BsonDocument>(Rows(reach, filter)) { new("$match", MatchRows(filter)), new("$count", Count) };

    /// <summary>Reads a row of that aggregation.</summary>
    public static ConnectionSummary Read(BsonDocument row)
    {
        row.ThrowIfNewer();
        return ConnectionDocument.ReadSummary(row[EndUserDocument.Connections].AsBsonDocument);
    }

    private static BsonDocument[] Rows(Reach reach, ConnectionFilter filter) =>
    [
        new("$match", EndUserDocument.KeyOf(filter.UserId, filter.Key).Within(reach, externalId: EndUserDocument.ExternalId)),
        new("$project", new BsonDocument
        {
            { BsonValues.SchemaField, 1 },
            { EndUserDocument.ConnectionIds, 1 },
            { FieldOf(ConnectionDocument.ConnectorId), 1 },
            { FieldOf(ConnectionDocument.Name), 1 },
            { FieldOf(ConnectionDocument.CreatedAt), 1 },
            { FieldOf(ConnectionDocument.UpdatedAt), 1 },
        }),
        new("$unwind", $"${EndUserDocument.Connections}"),
    ];

    private static BsonDocument MatchRows(ConnectionFilter filter)
    {
        var match = new BsonDocument();
        if (!filter.Connectors.IsEmpty)
        {
            var connectors = new BsonArray(filter.Connectors.Select(id => id.ToBson()));
            match.Add(FieldOf(ConnectionDocument.ConnectorId), new BsonDocument("$in", connectors));
        }

        return match;
    }

    private static string FieldOf(string connectionField) => $"{EndUserDocument.Connections}.{connectionField}";
}
