using Activations.Integrations;
using Activations.Paging;
using Activations.Stores.Sqlite.Database;
using static Activations.Stores.Sqlite.Database.Values;

namespace Activations.Stores.Sqlite.Integrations;

/// <summary>What is written of integrations.</summary>
internal static class IntegrationWrites
{
    public static bool Add(Session session, Integration integration)
    {
        var added = session.Execute(
            """
            INSERT INTO integrations (id, hub_id, name, name_fold, image_url, screenshot_url, description, summary,
                variables_schema, is_deployed, version, created_at, deleted_at,
                organisation_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING
            """,
            ToColumn(integration.Id),
            ToColumn(integration.HubId),
            integration.Name,
            SearchTerm.Fold(integration.Name),
            integration.ImageUrl,
            integration.ScreenshotUrl,
            integration.Description,
            integration.Summary,
            ToColumn(integration.VariablesSchema),
            integration.IsDeployed,
            integration.Version,
            ToColumn(integration.CreatedAt),
            ToColumn(integration.DeletedAt),
            ToColumn(integration.OrganisationId));
        if (added == 0)
            return false;

        AddTemplates(session, integration, from: 0);
        return true;
    }

    public static bool Save(Session session, Integration current, Integration changed)
    {
        var updated = session.Execute(
            """
            UPDATE integrations
            SET version = version + 1, name = $3, name_fold = $4, image_url = $5, screenshot_url = $6, description = $7,
                summary = $8, variables_schema = $9, is_deployed = $10, deleted_at = $11
            WHERE id = $1 AND version = $2
            """,
            ToColumn(current.Id),
            current.Version,
            changed.Name,
            SearchTerm.Fold(changed.Name),
            changed.ImageUrl,
            changed.ScreenshotUrl,
            changed.Description,
            changed.Summary,
            ToColumn(changed.VariablesSchema),
            changed.IsDeployed,
            ToColumn(changed.DeletedAt));
        if (updated == 0)
            return false; // G3

        foreach (var (before, after) in current.Templates.Zip(changed.Templates))
            Save(session, before, after);

        AddTemplates(session, changed, from: current.Templates.Length);
        return true;
    }

    private static void Save(Session session, ConnectionTemplate current, ConnectionTemplate changed)
    {
        var isSameScheme = current.Connector.AuthScheme == changed.Connector.AuthScheme;
        if (current.IsUsed == changed.IsUsed && isSameScheme)
            return;
        session.Execute(
            $"UPDATE connection_templates SET is_used = $2{(isSameScheme ? "" : ", connector_auth_scheme = $3")} WHERE id = $1",
            ToColumn(current.Id),
            changed.IsUsed,
            ToColumn(changed.Connector.AuthScheme.Config));
    }

    /// <summary>Adds the templates from a position on; those in front of it are there.</summary>
    private static void AddTemplates(Session session, Integration integration, int from)
    {
        foreach (var (position, template) in integration.Templates.Index().Skip(from))
        {
            session.Execute(
                """
                INSERT INTO connection_templates (id, integration_id, position, connector_id, connector_name,
                    connector_image_url, connector_auth_scheme, is_used, is_primary)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                """,
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
    }
}
