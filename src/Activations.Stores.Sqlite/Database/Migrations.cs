using System.Collections.Immutable;
using System.Globalization;
using Activations.Paging;

namespace Activations.Stores.Sqlite.Database;

/// <summary>
/// Brings a database to this release's schema. <c>PRAGMA user_version</c> counts the steps that were applied; a step is
/// never changed once it was released, the next one is added behind it.
/// </summary>
internal static class Migrations
{
    /// <summary>The name under which the steps call <see cref="SearchTerm.Fold"/>.</summary>
    private const string Fold = "fold";

    private static readonly ImmutableArray<string> Steps = [Step1, Step2, Step3];

    // Ids are ULIDs as text, so that a person can read the file; times are milliseconds since 1970. Tables are stored by
    // their id (WITHOUT ROWID): one tree less to write to.
    private const string Step1 = """
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
        """;

    // Names are kept folded beside the names themselves: SQLite's own functions know the case of ASCII letters only. An
    // index by a folded name ends with all that a search reads, so that it need not look at the rows it passes over.
    private const string Step2 = $"""
        ALTER TABLE hubs ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE hubs ADD COLUMN deleted_at INTEGER;
        CREATE INDEX hubs_by_organisation ON hubs (organisation_id, id) WHERE deleted_at IS NULL;

        CREATE TABLE organisations (
            id TEXT NOT NULL PRIMARY KEY,
            default_hub_id TEXT
        ) WITHOUT ROWID;

        ALTER TABLE integrations ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE integrations ADD COLUMN deleted_at INTEGER;
        ALTER TABLE integrations ADD COLUMN summary TEXT NOT NULL DEFAULT '';
        ALTER TABLE integrations ADD COLUMN screenshot_url TEXT NOT NULL DEFAULT '';
        ALTER TABLE integrations ADD COLUMN name_fold TEXT NOT NULL DEFAULT '';
        UPDATE integrations SET name_fold = {Fold}(name);
        CREATE INDEX integrations_by_hub ON integrations (hub_id, id) WHERE deleted_at IS NULL;
        CREATE INDEX integrations_by_deployment ON integrations (hub_id, is_deployed, id) WHERE deleted_at IS NULL;
        CREATE INDEX integrations_by_name ON integrations (hub_id, name_fold, id, is_deployed) WHERE deleted_at IS NULL;

        ALTER TABLE end_users ADD COLUMN external_id_fold TEXT NOT NULL DEFAULT '';
        ALTER TABLE end_users ADD COLUMN display_name_fold TEXT NOT NULL DEFAULT '';
        UPDATE end_users
        SET external_id_fold = {Fold}(external_id), display_name_fold = {Fold}(display_name);
        CREATE INDEX end_users_by_hub ON end_users (hub_id, id);
        CREATE INDEX end_users_by_external_id_fold ON end_users (hub_id, external_id_fold, id);
        CREATE INDEX end_users_by_display_name_fold ON end_users (hub_id, display_name_fold, id);
        """;

    private const string Step3 = """
        ALTER TABLE integrations ADD COLUMN organisation_id TEXT NOT NULL DEFAULT '';
        UPDATE integrations
        SET organisation_id = coalesce((SELECT organisation_id FROM hubs WHERE hubs.id = integrations.hub_id), '');

        CREATE TABLE api_keys (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            organisation_id TEXT NOT NULL,
            hub_ids TEXT NOT NULL, -- a JSON array; empty for all hubs of the organisation
            scopes INTEGER NOT NULL,
            hash BLOB NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER,
            revoked_at INTEGER,
            last_used_at INTEGER
        ) WITHOUT ROWID;
        CREATE INDEX api_keys_by_organisation ON api_keys (organisation_id, id);

        CREATE TABLE signing_keys (
            id TEXT NOT NULL PRIMARY KEY,
            hub_id TEXT NOT NULL,
            organisation_id TEXT NOT NULL,
            name TEXT NOT NULL,
            algorithm TEXT NOT NULL,
            public_key TEXT NOT NULL,
            created_at INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX signing_keys_by_hub ON signing_keys (hub_id, id);
        """;

    /// <summary>The schema version that this release writes, and the newest that it can read.</summary>
    public static int NewestVersion => Steps.Length;

    /// <summary>Applies the steps that are missing, each in a transaction.</summary>
    /// <exception cref="StoreUnusableException">A newer release wrote the database, or it is somebody else's.</exception>
    public static void Apply(Session session)
    {
        var applied = session.Count("PRAGMA user_version");
        if (applied > Steps.Length)
        {
            throw new StoreUnusableException(
                $"The database has schema version {applied}; this release knows up to {Steps.Length}. "
                + "Run the newer release, or another database file.");
        }

        if (applied == 0 && session.Count("SELECT count(*) FROM sqlite_master") > 0)
        {
            throw new StoreUnusableException(
                "The database file belongs to another program. Name another file in Activations:Store:Sqlite:Path.");
        }

        session.AddFunction(Fold, SearchTerm.Fold);
        for (var step = (int)applied; step < Steps.Length; step++)
        {
            var version = (step + 1).ToString(CultureInfo.InvariantCulture);
            session.ExecuteScript($"BEGIN IMMEDIATE; {Steps[step]} PRAGMA user_version = {version}; COMMIT;");
        }
    }
}
