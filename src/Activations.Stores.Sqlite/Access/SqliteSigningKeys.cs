using Activations.Access;
using Activations.Identifiers;
using Activations.Paging;
using Activations.Stores.Sqlite.Database;
using Microsoft.Data.Sqlite;
using static Activations.Stores.Sqlite.Database.Values;

namespace Activations.Stores.Sqlite.Access;

/// <summary>Signing keys in a table.</summary>
internal sealed class SqliteSigningKeys(MeasuredStore store) : ISigningKeyStore
{
    private const string Columns = "id, hub_id, organisation_id, name, algorithm, public_key, created_at";

    public Task<bool> AddAsync(SigningKey key, CancellationToken cancellationToken) => store.WriteAsync(
        session => session.Execute(
            $"INSERT INTO signing_keys ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            ToColumn(key.Id),
            ToColumn(key.HubId),
            ToColumn(key.OrganisationId),
            key.Name,
            key.Algorithm,
            key.PublicKeyPem,
            ToColumn(key.CreatedAt)) == 1,
        cancellationToken);

    public Task<SigningKey?> LoadAsync(SigningKeyId id, CancellationToken cancellationToken) => store.ReadAsync(
        session => session.Query(
            $"SELECT {Columns} FROM signing_keys WHERE id = $1", ReadKey, ToColumn(id)).SingleOrDefault(),
        cancellationToken);

    public Task<bool> DeleteAsync(Reach reach, SigningKeyId id, CancellationToken cancellationToken) => store.WriteAsync(
        session => session.Execute(
            $"DELETE FROM signing_keys WHERE id = $1{Within(reach, 2)}",
            ToColumn(id),
            reach.OrganisationColumn(),
            reach.HubsColumn()) == 1,
        cancellationToken);

    public Task<Page<SigningKey>> ListAsync(
        Reach reach, HubId hub, PageRequest<SigningKeyId> page, CancellationToken cancellationToken) => store.ReadAsync(
        session => page.PageOf(session.Query(
            $"""
            SELECT {Columns} FROM signing_keys
            WHERE hub_id = $1{Within(reach, 4)}{page.Beyond("$2")} {page.OrderAndLimit("$3")}
            """,
            ReadKey,
            ToColumn(hub),
            page.Position(),
            page.RowCount(),
            reach.OrganisationColumn(),
            reach.HubsColumn())),
        cancellationToken);

    public Task<int> CountAsync(Reach reach, HubId hub, CancellationToken cancellationToken) => store.ReadAsync(
        session => (int)session.Count(
            $"SELECT count(*) FROM signing_keys WHERE hub_id = $1{Within(reach, 2)}",
            ToColumn(hub),
            reach.OrganisationColumn(),
            reach.HubsColumn()),
        cancellationToken);

    /// <summary>No end user can reach a key.</summary>
    private static string Within(Reach reach, int first) => reach.ExternalId is null ? reach.And(first) : " AND FALSE";

    private static SigningKey ReadKey(SqliteDataReader row) => new()
    {
        Id = row.GetId<SigningKeyId>(0),
        HubId = row.GetId<HubId>(1),
        OrganisationId = row.GetId<OrganisationId>(2),
        Name = row.GetString(3),
        Algorithm = row.GetString(4),
        PublicKeyPem = row.GetString(5),
        CreatedAt = row.GetTime(6),
    };
}
