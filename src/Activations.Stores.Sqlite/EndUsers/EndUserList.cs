using System.Text;
using Activations.Access;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Paging;
using Activations.Stores.Sqlite.Database;
using Microsoft.Data.Sqlite;
using static Activations.Stores.Sqlite.Database.Values;

namespace Activations.Stores.Sqlite.EndUsers;

/// <summary>Lists of users: keyset pages on an index (G7). A search puts the ranges of several indexes together.</summary>
internal static class EndUserList
{
    private const string Columns = "id, hub_id, external_id, display_name, created_at, updated_at";

    private static readonly CompositeFormat OfUser = CompositeFormat.Parse("external_id = {0}");

    public static Page<EndUserSummary> Read(
        Session session, Reach reach, EndUserFilter filter, PageRequest<EndUserId> page) =>
        page.PageOf(session.Query(
            $"""
            SELECT {Columns} FROM end_users
            WHERE id IN ({Ranges(reach, filter).PageOfIds(page, "$5", "$6")})
            {page.OrderAndLimit("$6")}
            """,
            ReadSummary,
            ToColumn(filter.HubId),
            filter.Search?.Folded,
            filter.Search?.FoldedEnd,
            filter.Search?.Id?.ToString(),
            page.Position(),
            page.RowCount(),
            reach.OrganisationColumn(),
            reach.HubsColumn(),
            reach.ExternalId));

    public static int Count(Session session, Reach reach, EndUserFilter filter) => (int)session.Count(
        Ranges(reach, filter).Count(),
        ToColumn(filter.HubId),
        filter.Search?.Folded,
        filter.Search?.FoldedEnd,
        filter.Search?.Id?.ToString(),
        null,
        null,
        reach.OrganisationColumn(),
        reach.HubsColumn(),
        reach.ExternalId);

    public static Page<EndUserSummary> ReadAll(Session session, PageRequest<EndUserId> page) => page.PageOf(session.Query(
        $"SELECT {Columns} FROM end_users WHERE true{page.Beyond("$1")} {page.OrderAndLimit("$2")}",
        ReadSummary,
        page.Position(),
        page.RowCount()));

    public static int CountAll(Session session) => (int)session.Count("SELECT count(*) FROM end_users");

    private static EndUserSummary ReadSummary(SqliteDataReader row) => new(
        row.GetId<EndUserId>(0),
        new EndUserKey(row.GetId<HubId>(1), row.GetString(2)),
        row.GetString(3),
        row.GetTime(4),
        row.GetTime(5));

    private static IdRanges Ranges(Reach reach, EndUserFilter filter)
    {
        var where = $"hub_id = $1{reach.AndHub(7, OfUser)}";
        if (filter.Search is not { } term)
            return new IdRanges([$"SELECT id FROM end_users WHERE {where}"]);

        var byExternalId = ByName("end_users_by_external_id_fold", "external_id_fold", term, where);
        var byDisplayName = ByName("end_users_by_display_name_fold", "display_name_fold", term, where);
        return new IdRanges(term.Id is null
            ? [byExternalId, byDisplayName]
            : [byExternalId, byDisplayName, $"SELECT id FROM end_users WHERE {where} AND id = $4"]);
    }

    // INDEXED BY, since the index by id looks as good to SQLite, and would be read from end to end for a rare name.
    private static string ByName(string index, string column, SearchTerm term, string where) =>
        $"SELECT id FROM end_users INDEXED BY {index} WHERE {where} AND {IdRanges.Prefix(column, term, "$2", "$3")}";
}
