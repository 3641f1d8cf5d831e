using Activations.Access;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Paging;
using Activations.Stores.Sqlite.Database;
using static Activations.Stores.Sqlite.Database.Values;

namespace Activations.Stores.Sqlite.EndUsers;

/// <summary>Lists of a user's connections: keyset pages on an index (G7). The credentials are not read.</summary>
internal static class ConnectionList
{
    public static Page<ConnectionSummary> Read(
        Session session, Reach reach, ConnectionFilter filter, PageRequest<ConnectionId> page) => page.PageOf(session.Query(
        $"""
        SELECT id, connector_id, name, created_at, updated_at FROM connections
        WHERE {Where(filter)}{OfUser(reach, 5)}{page.Beyond("$3")} {page.OrderAndLimit("$4")}
        """,
        row => new ConnectionSummary(
            row.GetId<ConnectionId>(0),
            row.GetId<ConnectorId>(1),
            row.GetString(2),
            row.GetTime(3),
            row.GetTime(4)),
        ToColumn(filter.UserId),
        ToJsonArray(filter.Connectors),
        page.Position(),
        page.RowCount(),
        reach.OrganisationColumn(),
        reach.HubsColumn(),
        reach.ExternalId));

    public static int Count(Session session, Reach reach, ConnectionFilter filter) => (int)session.Count(
        $"SELECT count(*) FROM connections WHERE {Where(filter)}{OfUser(reach, 3)}",
        ToColumn(filter.UserId),
        ToJsonArray(filter.Connectors),
        reach.OrganisationColumn(),
        reach.HubsColumn(),
        reach.ExternalId);

    private static string Where(ConnectionFilter filter) => filter.Connectors.IsEmpty
        ? "user_id = $1"
        : "user_id = $1 AND connector_id IN (SELECT value FROM json_each($2))";

    /// <summary>That the user is within the reach; found out once, not for each row.</summary>
    private static string OfUser(Reach reach, int first) => reach.IsEverything
        ? ""
        : $" AND EXISTS (SELECT 1 FROM end_users WHERE id = $1{reach.And(first, externalId: "external_id")})";
}
