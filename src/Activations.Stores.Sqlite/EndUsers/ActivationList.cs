using System.Text;
using Activations.Access;
using Activations.EndUsers;
using Activations.Paging;
using Activations.Stores.Sqlite.Database;
using static Activations.Stores.Sqlite.Database.Values;

namespace Activations.Stores.Sqlite.EndUsers;

/// <summary>
/// Lists of activations: keyset pages over (user, activation), on an index that begins with what is filtered by, so
/// that a page costs the same however far in it is (G7).
/// </summary>
internal static class ActivationList
{
    private static readonly CompositeFormat OfUser =
        CompositeFormat.Parse("user_id = (SELECT id FROM end_users WHERE hub_id = $1 AND external_id = {0})");

    public static Page<ListedActivation> Read(
        Session session, Reach reach, ActivationFilter filter, PageRequest<ActivationPosition> page)
    {
        var position = page.After ?? page.Before;
        var direction = page.IsBackward ? "DESC" : "ASC";
        var beyond = position is null ? "" : $" AND (user_id, id) {(page.IsBackward ? '<' : '>')} ($4, $5)";
        var rows = session.Query(
            $"""
            SELECT {EndUserReads.ActivationColumns} FROM activations
            WHERE {Where(filter)}{reach.AndHub(7, OfUser)}{beyond}
            ORDER BY user_id {direction}, id {direction} LIMIT $6
            """,
            EndUserReads.ReadActivation,
            ToColumn(filter.HubId),
            ToColumn(filter.UserId),
            ToColumn(filter.IntegrationId),
            ToColumn(position?.UserId),
            ToColumn(position?.ActivationId),
            page.Limit + 1,
            reach.OrganisationColumn(),
            reach.HubsColumn(),
            reach.ExternalId);

        var users = EndUserReads.LoadProfiles(session, rows.Select(r => r.User).Distinct()).ToDictionary(u => u.Id);
        var connections = EndUserReads.LoadConnections(
            session,
            users.Keys,
            rows.SelectMany(r => r.Activation.Bindings).Select(b => b.ConnectionId)
                .Concat(users.Values.Where(u => u.PrimaryConnectionId is not null).Select(u => u.PrimaryConnectionId!.Value)))
            .ToLookup(c => c.User, c => c.Connection);

        return page.PageOf(rows.ConvertAll(r => new ListedActivation(
            users[r.User] with
            {
                Parts = new EndUserParts { Activation = r.Activation.Id },
                Activations = [r.Activation],
                Connections = [.. connections[r.User]],
            },
            r.Activation)));
    }

    public static int Count(Session session, Reach reach, ActivationFilter filter) => (int)session.Count(
        $"SELECT count(*) FROM activations WHERE {Where(filter)}{reach.AndHub(4, OfUser)}",
        ToColumn(filter.HubId),
        ToColumn(filter.UserId),
        ToColumn(filter.IntegrationId),
        reach.OrganisationColumn(),
        reach.HubsColumn(),
        reach.ExternalId);

    private static string Where(ActivationFilter filter)
    {
        var where = new StringBuilder("hub_id = $1");
        if (filter.UserId is not null)
            where.Append(" AND user_id = $2");
        if (filter.IntegrationId is not null)
            where.Append(" AND integration_id = $3");
        return where.ToString();
    }
}
