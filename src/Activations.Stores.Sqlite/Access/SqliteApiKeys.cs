using System.Collections.Immutable;
using System.Text.Json;
using Activations.Access;
using Activations.Identifiers;
using Activations.Paging;
using Activations.Stores.Sqlite.Database;
using Microsoft.Data.Sqlite;
using static Activations.Stores.Sqlite.Database.Values;

namespace Activations.Stores.Sqlite.Access;

/// <summary>API keys in a table.</summary>
internal sealed class SqliteApiKeys(MeasuredStore store) : IApiKeyStore
{
    private const string Columns =
        "id, name, organisation_id, hub_ids, scopes, hash, created_at, expires_at, revoked_at, last_used_at";

    public Task<bool> AddAsync(ApiKey key, CancellationToken cancellationToken) => store.WriteAsync(
        session => session.Execute(
            $"INSERT INTO api_keys ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
            ToColumn(key.Id),
            key.Name,
            ToColumn(key.OrganisationId),
            ToJsonArray(key.HubIds),
            (int)key.Scopes,
            key.Hash.ToArray(),
            ToColumn(key.CreatedAt),
            ToColumn(key.ExpiresAt),
            ToColumn(key.RevokedAt),
            ToColumn(key.LastUsedAt)) == 1,
        cancellationToken);

    public Task<ApiKey?> LoadAsync(ApiKeyId id, CancellationToken cancellationToken) =>
        store.ReadAsync(session => Load(session, Reach.Everything, id), cancellationToken);

    public Task<ApiKey?> RevokeAsync(
        Reach reach, ApiKeyId id, DateTimeOffset at, CancellationToken cancellationToken) => store.WriteAsync(
        session =>
        {
            session.Execute(
                $"UPDATE api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL{Within(reach, 3)}",
                ToColumn(id),
                ToColumn(at),
                reach.OrganisationColumn(),
                reach.HubsColumn());
            return Load(session, reach, id);
        },
        cancellationToken);

    public Task RecordUsesAsync(
        ImmutableDictionary<ApiKeyId, DateTimeOffset> uses, CancellationToken cancellationToken) => store.WriteAsync(
        session => uses.Sum(use => session.Execute(
            "UPDATE api_keys SET last_used_at = max(coalesce(last_used_at, $2), $2) WHERE id = $1",
            ToColumn(use.Key),
            ToColumn(use.Value))),
        cancellationToken);

    public Task<Page<ApiKey>> ListAsync(
        Reach reach, OrganisationId? organisation, PageRequest<ApiKeyId> page, CancellationToken cancellationToken) =>
        store.ReadAsync(
            session => page.PageOf(session.Query(
                $"""
                SELECT {Columns} FROM api_keys
                WHERE {Of(organisation)}{Within(reach, 4)}{page.Beyond("$2")} {page.OrderAndLimit("$3")}
                """,
                ReadKey,
                ToColumn(organisation),
                page.Position(),
                page.RowCount(),
                reach.OrganisationColumn(),
                reach.HubsColumn())),
            cancellationToken);

    public Task<int> CountAsync(Reach reach, OrganisationId? organisation, CancellationToken cancellationToken) =>
        store.ReadAsync(
            session => (int)session.Count(
                $"SELECT count(*) FROM api_keys WHERE {Of(organisation)}{Within(reach, 2)}",
                ToColumn(organisation),
                reach.OrganisationColumn(),
                reach.HubsColumn()),
            cancellationToken);

    private static ApiKey? Load(Session session, Reach reach, ApiKeyId id) => session.Query(
        $"SELECT {Columns} FROM api_keys WHERE id = $1{Within(reach, 2)}",
        ReadKey,
        ToColumn(id),
        reach.OrganisationColumn(),
        reach.HubsColumn()).SingleOrDefault();

    private static string Of(OrganisationId? organisation) => organisation is null ? "TRUE" : "organisation_id = $1";

    /// <summary>That all that a key is for is within the reach (<see cref="Reach.Covers"/>).</summary>
    private static string Within(Reach reach, int first)
    {
        if (reach.ExternalId is not null)
            return " AND FALSE";
        var organisation = reach.Organisation is null ? "" : $" AND organisation_id = ${first}";
        return reach.Hubs is null
            ? organisation
            : $"""
            {organisation} AND hub_ids <> '[]' AND NOT EXISTS (
                SELECT 1 FROM json_each(hub_ids) AS hub
                WHERE hub.value NOT IN (SELECT value FROM json_each(${first + 1})))
            """;
    }

    private static ApiKey ReadKey(SqliteDataReader row) => new()
    {
        Id = row.GetId<ApiKeyId>(0),
        Name = row.GetString(1),
        OrganisationId = row.GetId<OrganisationId>(2),
        HubIds = [.. JsonSerializer.Deserialize<string[]>(row.GetString(3))!.Select(Id.Parse<HubId>)],
        Scopes = (KeyScopes)row.GetInt32(4),
        Hash = [.. row.GetFieldValue<byte[]>(5)],
        CreatedAt = row.GetTime(6),
        ExpiresAt = row.GetOptionalTime(7),
        RevokedAt = row.GetOptionalTime(8),
        LastUsedAt = row.GetOptionalTime(9),
    };
}
