using Microsoft.Data.Sqlite;

namespace Activations.Stores.Tests.Sqlite;

/// <summary>A database as the release with schema version 1 left it.</summary>
internal static class VersionOne
{
    /// <summary>The schema, as that release made it. Never changed.</summary>
    private const string Schema = """
        CREATE TABLE hubs (
            id TEXT NOT NULL PRIMARY KEY,
            organisation_id TEXT NOT NULL,
            name TEXT NOT NULL,
            connector_id TEXT NOT NULL,
            connector_name TEXT NOT NULL,
            connector_image_url TEXT NOT NULL,
            connector_auth_scheme TEXT NOT NULL,
            created_at INTEGER NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE integrations (
            id TEXT NOT NULL PRIMARY KEY,
            hub_id TEXT NOT NULL,
            name TEXT NOT NULL,
            image_url TEXT NOT NULL,
            description TEXT NOT NULL,
            variables_schema TEXT,
            is_deployed INTEGER NOT NULL,
            created_at INTEGER NOT NULL
        );

        CREATE TABLE connection_templates (
            id TEXT NOT NULL PRIMARY KEY,
            integration_id TEXT NOT NULL REFERENCES integrations (id),
            position INTEGER NOT NULL,
            connector_id TEXT NOT NULL,
            connector_name TEXT NOT NULL,
            connector_image_url TEXT NOT NULL,
            connector_auth_scheme TEXT NOT NULL,
            is_used INTEGER NOT NULL,
            is_primary INTEGER NOT NULL
        );
        CREATE INDEX connection_templates_by_integration ON connection_templates (integration_id, position);

        CREATE TABLE end_users (
            id TEXT NOT NULL PRIMARY KEY,
            hub_id TEXT NOT NULL,
            external_id TEXT NOT NULL,
            organisation_id TEXT NOT NULL,
            display_name TEXT NOT NULL,
            primary_connection_id TEXT,
            version INTEGER NOT NULL,
            connection_count INTEGER NOT NULL,
            activation_count INTEGER NOT NULL,
            json_bytes INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            UNIQUE (hub_id, external_id)
        ) WITHOUT ROWID;

        CREATE TABLE connections (
            id TEXT NOT NULL PRIMARY KEY,
            user_id TEXT NOT NULL REFERENCES end_users (id),
            connector_id TEXT NOT NULL,
            name TEXT NOT NULL,
            credentials TEXT NOT NULL,
            variables TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX connections_by_user ON connections (user_id, id);

        CREATE TABLE activations (
            id TEXT NOT NULL PRIMARY KEY,
            user_id TEXT NOT NULL REFERENCES end_users (id),
            hub_id TEXT NOT NULL,
            integration_id TEXT NOT NULL,
            bindings TEXT NOT NULL, -- a JSON array of [template id, connection id]
            variables TEXT NOT NULL,
            revision INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            UNIQUE (user_id, integration_id)
        ) WITHOUT ROWID;
        CREATE INDEX activations_by_hub ON activations (hub_id, user_id, id);
        CREATE INDEX activations_by_integration ON activations (hub_id, integration_id, user_id, id);

        CREATE TABLE request_ids (
            user_id TEXT NOT NULL REFERENCES end_users (id),
            value TEXT NOT NULL,
            fingerprint BLOB NOT NULL,
            activation_id TEXT NOT NULL,
            used_at INTEGER NOT NULL,
            PRIMARY KEY (user_id, value)
        ) WITHOUT ROWID;
        CREATE INDEX request_ids_by_time ON request_ids (user_id, used_at);
        PRAGMA user_version = 1;
        """;

    /// <summary>A hub with two integrations, and two users, of which the first has activated an integration.</summary>
    private const string Contents = """
        INSERT INTO hubs VALUES ('01J0DEM0HVB000000000000001', '01J0DEM00RG000000000000001', 'Demo Hub',
            '01J0DEM0C0N000000000000001', 'Acme CRM', '', '{"schemeType":"none"}', 1767323045678);
        INSERT INTO integrations VALUES ('01J0DEM01NT000000000000001', '01J0DEM0HVB000000000000001', 'Éclair',
            'urn:image', 'Does things', '{"type":"object"}', 1, 1767323045678);
        INSERT INTO integrations VALUES ('01J0DEM01NT000000000000002', '01J0DEM0HVB000000000000001', 'Ping',
            '', '', NULL, 0, 1767323045678);
        INSERT INTO connection_templates VALUES ('01J0DEM0TMP000000000000001', '01J0DEM01NT000000000000001', 0,
            '01J0DEM0C0N000000000000001', 'Acme CRM', '', '{"schemeType":"none"}', 1, 1);
        INSERT INTO end_users VALUES ('01J0DEM0VSR000000000000001', '01J0DEM0HVB000000000000001', 'ÜNAL@example.com',
            '01J0DEM00RG000000000000001', 'Жук', '01J0DEM0CNX000000000000001', 2, 1, 1, 31, 1767323045678, 1767323045679);
        INSERT INTO end_users VALUES ('01J0DEM0VSR000000000000002', '01J0DEM0HVB000000000000001', 'second-user',
            '01J0DEM00RG000000000000001', '', NULL, 1, 0, 0, 0, 1767323045678, 1767323045678);
        INSERT INTO connections VALUES ('01J0DEM0CNX000000000000001', '01J0DEM0VSR000000000000001',
            '01J0DEM0C0N000000000000001', 'My CRM', '{"action":[],"trigger":[]}', '{"variables":[]}', 1767323045678, 1767323045678);
        INSERT INTO activations VALUES ('01J0DEM0ACT000000000000001', '01J0DEM0VSR000000000000001',
            '01J0DEM0HVB000000000000001', '01J0DEM01NT000000000000001',
            '[["01J0DEM0TMP000000000000001","01J0DEM0CNX000000000000001"]]', '{"listName":"friends"}', 1,
            1767323045678, 1767323045678);
        INSERT INTO request_ids VALUES ('01J0DEM0VSR000000000000001', 'demo', x'07', '01J0DEM0ACT000000000000001',
            1767323045678);
        """;

    public static async Task WriteAsync(string path, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = Schema + Contents;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
