using Activations.Hubs;
using Activations.Identifiers;
using Activations.Stores.Sqlite.Database;
using static Activations.Stores.Sqlite.Database.Values;

namespace Activations.Stores.Sqlite;

internal sealed class SqliteHubs(SqliteStore store) : IHubStore
{
    public Task<bool> AddAsync(Hub hub, CancellationToken cancellationToken) => store.WriteAsync(
        session => session.Execute(
            "INSERT INTO hubs VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
            ToColumn(hub.Id),
            ToColumn(hub.OrganisationId),
            hub.Name,
            ToColumn(hub.PrimaryConnector.Id),
            hub.PrimaryConnector.Name,
            hub.PrimaryConnector.ImageUrl,
            ToColumn(hub.PrimaryConnector.AuthScheme.Config),
            ToColumn(hub.CreatedAt)) == 1,
        cancellationToken);

    public Task<Hub?> LoadAsync(HubId id, CancellationToken cancellationToken) => store.ReadAsync(
        session => session.Query(
            """
            SELECT id, organisation_id, name, created_at,
                connector_id, connector_name, connector_image_url, connector_auth_scheme
            FROM hubs WHERE id = $1
            """,
            row => new Hub
            {
                Id = row.GetId<HubId>(0),
                OrganisationId = row.GetId<OrganisationId>(1),
                Name = row.GetString(2),
                CreatedAt = row.GetTime(3),
                PrimaryConnector = row.GetConnector(4),
            },
            ToColumn(id)).SingleOrDefault(),
        cancellationToken);

    public Task<bool> IsEmptyAsync(CancellationToken cancellationToken) => store.ReadAsync(
        session => session.Count("SELECT count(*) FROM (SELECT 1 FROM hubs LIMIT 1)") == 0, cancellationToken);
}
