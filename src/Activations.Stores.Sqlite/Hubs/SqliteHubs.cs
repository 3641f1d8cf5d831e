using Activations.Access;
using Activations.Hubs;
using Activations.Identifiers;
using Activations.Paging;
using Activations.Stores.Sqlite.Database;
using Microsoft.Data.Sqlite;
using static Activations.Stores.Sqlite.Database.Values;

namespace Activations.Stores.Sqlite.Hubs;

/// <summary>Hubs in a table, and which of them is the default in the table of their organisations.</summary>
internal sealed class SqliteHubs(MeasuredStore store) : IHubStore
{
    private const string Columns =
        """
        id, organisation_id, name, version, created_at, deleted_at,
        connector_id, connector_name, connector_image_url, connector_auth_scheme
        """;

    public Task<bool> AddAsync(Hub hub, CancellationToken cancellationToken) => store.WriteAsync(
        session => session.Execute(
            $"INSERT INTO hubs ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
            ToColumn(hub.Id),
            ToColumn(hub.OrganisationId),
            hub.Name,
            hub.Version,
            ToColumn(hub.CreatedAt),
            ToColumn(hub.DeletedAt),
            ToColumn(hub.PrimaryConnector.Id),
            hub.PrimaryConnector.Name,
            hub.PrimaryConnector.ImageUrl,
            ToColumn(hub.PrimaryConnector.AuthScheme.Config)) == 1,
        cancellationToken);

    public Task<Hub?> LoadAsync(Reach reach, HubId id, CancellationToken cancellationToken) => store.ReadAsync(
        session => session.Query(
            $"SELECT {Columns} FROM hubs WHERE id = $1{reach.And(2, hub: "id")}",
            ReadHub,
            ToColumn(id),
            reach.OrganisationColumn(),
            reach.HubsColumn()).SingleOrDefault(),
        cancellationToken);

    public Task<bool> SaveAsync(Hub current, Hub changed, CancellationToken cancellationToken) => store.WriteAsync(
        session => session.Execute(
            """
            UPDATE hubs SET name = $3, deleted_at = $4, connector_auth_scheme = $5, version = version + 1
            WHERE id = $1 AND version = $2
            """, // G3
            ToColumn(current.Id),
            current.Version,
            changed.Name,
            ToColumn(changed.DeletedAt),
            ToColumn(changed.PrimaryConnector.AuthScheme.Config)) == 1,
        cancellationToken);

    public Task<Page<Hub>> ListAsync(
        Reach reach, OrganisationId organisation, PageRequest<HubId> page, CancellationToken cancellationToken) => store.ReadAsync(
        session => page.PageOf(session.Query(
            $"""
            SELECT {Columns} FROM hubs
            WHERE organisation_id = $1 AND deleted_at IS NULL{reach.And(4, hub: "id")}{page.Beyond("$2")} {page.OrderAndLimit("$3")}
            """,
            ReadHub,
            ToColumn(organisation),
            page.Position(),
            page.RowCount(),
            reach.OrganisationColumn(),
            reach.HubsColumn())),
        cancellationToken);

    public Task<int> CountAsync(
        Reach reach, OrganisationId organisation, CancellationToken cancellationToken) => store.ReadAsync(
        session => (int)session.Count(
            $"SELECT count(*) FROM hubs WHERE organisation_id = $1 AND deleted_at IS NULL{reach.And(2, hub: "id")}",
            ToColumn(organisation),
            reach.OrganisationColumn(),
            reach.HubsColumn()),
        cancellationToken);

    public Task<Page<Hub>> ListAllAsync(PageRequest<HubId> page, CancellationToken cancellationToken) => store.ReadAsync(
        session => page.PageOf(session.Query(
            $"SELECT {Columns} FROM hubs WHERE true{page.Beyond("$1")} {page.OrderAndLimit("$2")}",
            ReadHub,
            page.Position(),
            page.RowCount())),
        cancellationToken);

    public Task<int> CountAllAsync(CancellationToken cancellationToken) => store.ReadAsync(
        session => (int)session.Count("SELECT count(*) FROM hubs"), cancellationToken);

    public Task<HubId?> LoadDefaultAsync(
        Reach reach, OrganisationId organisation, CancellationToken cancellationToken) => store.ReadAsync(
        session => session.Query(
            $"""
            SELECT default_hub_id FROM (SELECT id AS organisation_id, default_hub_id FROM organisations)
            WHERE organisation_id = $1{reach.And(2, hub: "default_hub_id")}
            """,
            row => row.GetOptionalId<HubId>(0),
            ToColumn(organisation),
            reach.OrganisationColumn(),
            reach.HubsColumn()).SingleOrDefault(),
        cancellationToken);

    public Task SetDefaultAsync(OrganisationId organisation, HubId hub, CancellationToken cancellationToken) =>
        store.WriteAsync(
            session => session.Execute(
                """
                INSERT INTO organisations (id, default_hub_id) VALUES ($1, $2)
                ON CONFLICT (id) DO UPDATE SET default_hub_id = excluded.default_hub_id
                """,
                ToColumn(organisation),
                ToColumn(hub)),
            cancellationToken);

    public Task ClearDefaultAsync(OrganisationId organisation, HubId hub, CancellationToken cancellationToken) =>
        store.WriteAsync(
            session => session.Execute(
                "UPDATE organisations SET default_hub_id = NULL WHERE id = $1 AND default_hub_id = $2",
                ToColumn(organisation),
                ToColumn(hub)),
            cancellationToken);

    public Task<bool> IsEmptyAsync(CancellationToken cancellationToken) => store.ReadAsync(
        session => session.Count("SELECT NOT EXISTS (SELECT 1 FROM hubs)") == 1, cancellationToken);

    private static Hub ReadHub(SqliteDataReader row) => new()
    {
        Id = row.GetId<HubId>(0),
        OrganisationId = row.GetId<OrganisationId>(1),
        Name = row.GetString(2),
        Version = row.GetInt32(3),
        CreatedAt = row.GetTime(4),
        DeletedAt = row.GetOptionalTime(5),
        PrimaryConnector = row.GetConnector(6),
    };
}
