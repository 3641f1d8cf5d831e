using System.Collections.Immutable;
using System.Text.Json;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Stores.Sqlite.Database;
using static Activations.Stores.Sqlite.Database.Values;

namespace Activations.Stores.Sqlite;

internal sealed class SqliteIntegrations(SqliteStore store) : IIntegrationStore
{
    public Task<bool> AddAsync(Integration integration, CancellationToken cancellationToken) =>
        store.WriteAsync(session => Add(session, integration), cancellationToken);

    public async Task<Integration?> LoadAsync(IntegrationId id, CancellationToken cancellationToken) =>
        (await LoadManyAsync([id], cancellationToken)).SingleOrDefault();

    public Task<ImmutableArray<Integration>> LoadManyAsync(
        ImmutableArray<IntegrationId> ids, CancellationToken cancellationToken) =>
        store.ReadAsync(session => Load(session, ids), cancellationToken);

    private static bool Add(Session session, Integration integration)
    {
        var added = session.Execute(
            "INSERT INTO integrations VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
            ToColumn(integration.Id),
            ToColumn(integration.HubId),
            integration.Name,
            integration.ImageUrl,
            integration.Description,
            ToColumn(integration.VariablesSchema),
            integration.IsDeployed,
            ToColumn(integration.CreatedAt));
        if (added == 0)
            return false;

        foreach (var (position, template) in integration.Templates.Index())
        {
            session.Execute(
                "INSERT INTO connection_templates VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                ToColumn(template.Id),
                ToColumn(integration.Id),
                position,
                ToColumn(template.Connector.Id),
                template.Connector.Name,
                template.Connector.ImageUrl,
                ToColumn(template.Connector.AuthScheme.Config),
                template.IsUsed,
                template.IsPrimary);
        }

        return true;
    }

    private static ImmutableArray<Integration> Load(Session session, ImmutableArray<IntegrationId> ids)
    {
        var wanted = JsonSerializer.Serialize(ids.Select(id => id.ToString()));
        var templates = session.Query(
            """
            SELECT integration_id, id, is_used, is_primary,
                connector_id, connector_name, connector_image_url, connector_auth_scheme
            FROM connection_templates WHERE integration_id IN (SELECT value FROM json_each($1))
            ORDER BY integration_id, position
            """,
            row => (Integration: row.GetId<IntegrationId>(0), Template: new ConnectionTemplate
            {
                Id = row.GetId<ConnectionTemplateId>(1),
                IsUsed = row.GetBoolean(2),
                IsPrimary = row.GetBoolean(3),
                Connector = row.GetConnector(4),
            }),
            wanted).ToLookup(t => t.Integration, t => t.Template);

        return
        [
            .. session.Query(
                """
                SELECT id, hub_id, name, image_url, description, variables_schema, is_deployed, created_at
                FROM integrations WHERE id IN (SELECT value FROM json_each($1))
                """,
                row => new Integration
                {
                    Id = row.GetId<IntegrationId>(0),
                    HubId = row.GetId<HubId>(1),
                    Name = row.GetString(2),
                    ImageUrl = row.GetString(3),
                    Description = row.GetString(4),
                    VariablesSchema = row.IsDBNull(5) ? null : row.GetJson(5),
                    IsDeployed = row.GetBoolean(6),
                    CreatedAt = row.GetTime(7),
                    Templates = [.. templates[row.GetId<IntegrationId>(0)]],
                },
                wanted),
        ];
    }
}
