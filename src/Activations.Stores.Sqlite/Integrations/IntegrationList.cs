using Activations.Access;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Paging;
using Activations.Stores.Sqlite.Database;
using static Activations.Stores.Sqlite.Database.Values;

namespace Activations.Stores.Sqlite.Integrations;

/// <summary>Lists of integrations: keyset pages on indexes that leave out those that were deleted (G7).</summary>
internal static class IntegrationList
{
    public static Page<Integration> Read(
        Session session, Reach reach, IntegrationFilter filter, PageRequest<IntegrationId> page)
    {
        var ids = session.Query(
            Ranges(reach, filter).PageOfIds(page, "$6", "$7"),
            row => row.GetId<IntegrationId>(0),
            ToColumn(filter.HubId),
            filter.IsDeployed,
            filter.Search?.Folded,
            filter.Search?.FoldedEnd,
            filter.Search?.Id?.ToString(),
            page.Position(),
            page.RowCount(),
            reach.OrganisationColumn(),
            reach.HubsColumn());
        var integrations = IntegrationReads.Load(session, reach, ids).ToDictionary(i => i.Id);
        return page.PageOf(ids.ConvertAll(id => integrations[id]));
    }

    public static int Count(Session session, Reach reach, IntegrationFilter filter) => (int)session.Count(
        Ranges(reach, filter).Count(),
        ToColumn(filter.HubId),
        filter.IsDeployed,
        filter.Search?.Folded,
        filter.Search?.FoldedEnd,
        filter.Search?.Id?.ToString(),
        null,
        null,
        reach.OrganisationColumn(),
        reach.HubsColumn());

    public static Page<Integration> ReadAll(Session session, PageRequest<IntegrationId> page)
    {
        var ids = session.Query(
            $"SELECT id FROM integrations WHERE true{page.Beyond("$1")} {page.OrderAndLimit("$2")}",
            row => row.GetId<IntegrationId>(0),
            page.Position(),
            page.RowCount());
        var integrations = IntegrationReads.Load(session, Reach.Everything, ids).ToDictionary(i => i.Id);
        return page.PageOf(ids.ConvertAll(id => integrations[id]));
    }

    public static int CountAll(Session session) => (int)session.Count("SELECT count(*) FROM integrations");

    private static IdRanges Ranges(Reach reach, IntegrationFilter filter)
    {
        var where = $"hub_id = $1 AND deleted_at IS NULL{(filter.IsDeployed is null ? "" : " AND is_deployed = $2")}"
            + reach.AndHub(8);
        if (filter.Search is not { } term)
            return new IdRanges([$"SELECT id FROM integrations WHERE {where}"]);

        var byName = $"""
            SELECT id FROM integrations INDEXED BY integrations_by_name
            WHERE {where} AND {IdRanges.Prefix("name_fold", term, "$3", "$4")}
            """;
        return new IdRanges(
            term.Id is null ? [byName] : [byName, $"SELECT id FROM integrations WHERE {where} AND id = $5"]);
    }
}
