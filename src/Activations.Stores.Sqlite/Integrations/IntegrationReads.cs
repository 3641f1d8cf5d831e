using System.Collections.Immutable;
using Activations.Access;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Stores.Sqlite.Database;
using static Activations.Stores.Sqlite.Database.Values;

namespace Activations.Stores.Sqlite.Integrations;

/// <summary>What is read of integrations: whole ones, however many, by two statements.</summary>
internal static class IntegrationReads
{
    public static ImmutableArray<Integration> Load(Session session, Reach reach, IEnumerable<IntegrationId> ids)
    {
        var integrations = session.Query(
            $"""
            SELECT id, hub_id, name, image_url, screenshot_url, description, summary, variables_schema, is_deployed,
                version, created_at, deleted_at, organisation_id
            FROM integrations WHERE id IN (SELECT value FROM json_each($1)){reach.And(2)}
            """,
            row => new Integration
            {
                Id = row.GetId<IntegrationId>(0),
                HubId = row.GetId<HubId>(1),
                OrganisationId = row.GetId<OrganisationId>(12),
                Name = row.GetString(2),
                ImageUrl = row.GetString(3),
                ScreenshotUrl = row.GetString(4),
                Description = row.GetString(5),
                Summary = row.GetString(6),
                VariablesSchema = row.IsDBNull(7) ? null : row.GetJson(7),
                IsDeployed = row.GetBoolean(8),
                Version = row.GetInt32(9),
                CreatedAt = row.GetTime(10),
                DeletedAt = row.GetOptionalTime(11),
                Templates = [],
            },
            ToJsonArray(ids),
            reach.OrganisationColumn(),
            reach.HubsColumn());
        if (integrations.Count == 0)
            return [];
        var templates = LoadTemplates(session, ToJsonArray(integrations.Select(i => i.Id)));
        return [.. integrations.Select(i => i with { Templates = [.. templates[i.Id]] })];
    }

    public static Integration? LoadByTemplate(Session session, Reach reach, ConnectionTemplateId template)
    {
        var ids = session.Query(
            "SELECT integration_id FROM connection_templates WHERE id = $1",
            row => row.GetId<IntegrationId>(0),
            ToColumn(template));
        return Load(session, reach, ids).SingleOrDefault();
    }

    private static ILookup<IntegrationId, ConnectionTemplate> LoadTemplates(Session session, string wanted) => session.Query(
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
}
