using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Activations.Access;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Stores.Sqlite.Database;
using Microsoft.Data.Sqlite;
using static Activations.Stores.Sqlite.Database.Values;

namespace Activations.Stores.Sqlite.EndUsers;

/// <summary>What is read of end users: the profile, and the parts that are asked for, each by an index (G9).</summary>
internal static class EndUserReads
{
    public const string ActivationColumns =
        "id, integration_id, bindings, variables, revision, created_at, updated_at, user_id";

    /// <summary>The condition that an activation binds the connection <c>$2</c>.</summary>
    private const string Binds = "EXISTS (SELECT 1 FROM json_each(bindings) AS binding WHERE binding.value ->> 1 = $2)";

    private const string OfActivation = "id = (SELECT user_id FROM activations WHERE id = $1)";

    private const string OfConnection = "id = (SELECT user_id FROM connections WHERE id = $1)";

    private const string HasActivation =
        """
        EXISTS (SELECT 1 FROM activations AS own INDEXED BY activations_by_hub
            WHERE own.hub_id = end_users.hub_id AND own.user_id = end_users.id AND own.id = $1)
        """;

    private const string HasConnection =
        """
        EXISTS (SELECT 1 FROM connections AS own INDEXED BY connections_by_user
            WHERE own.user_id = end_users.id AND own.id = $1)
        """;

    private const string ProfileColumns =
        """
        id, hub_id, external_id, organisation_id, display_name, primary_connection_id, version,
        connection_count, activation_count, json_bytes, created_at, updated_at
        """;

    public static EndUser? Load(Session session, Reach reach, EndUserLookup lookup, EndUserParts parts)
    {
        parts = lookup.With(parts);
        if (FindProfile(session, reach, lookup) is not { } user)
            return null;

        var activations = LoadActivations(session, user.Id, parts);
        var connections = activations.SelectMany(a => a.Bindings).Select(b => b.ConnectionId)
            .Concat(parts.Connections)
            .Concat(user.PrimaryConnectionId is { } primary ? [primary] : []);

        return user with
        {
            Parts = parts,
            Activations = activations,
            ActivatedIntegrations = parts.ActivatedIntegrations ? LoadActivatedIntegrations(session, user.Id) : [],
            Connections = [.. LoadConnections(session, [user.Id], connections).Select(c => c.Connection)],
            UsedRequestId = parts.RequestId is { } requestId ? FindRequestId(session, user.Id, requestId) : null,
            Usage = user.Usage with { RequestIds = CountRequestIds(session, user.Id, parts.RequestId) },
        };
    }

    public static List<EndUser> LoadProfiles(Session session, IEnumerable<EndUserId> ids) => session.Query(
        $"SELECT {ProfileColumns} FROM end_users WHERE id IN (SELECT value FROM json_each($1))",
        ReadProfile,
        ToJsonArray(ids));

    public static List<(EndUserId User, Connection Connection)> LoadConnections(
        Session session, IEnumerable<EndUserId> users, IEnumerable<ConnectionId> ids) => !ids.Any() ? [] : session.Query(
        """
        SELECT id, connector_id, name, credentials, variables, created_at, updated_at, user_id
        FROM connections
        WHERE id IN (SELECT value FROM json_each($1)) AND +user_id IN (SELECT value FROM json_each($2))
        """,
        row => (row.GetId<EndUserId>(7), new Connection
        {
            Id = row.GetId<ConnectionId>(0),
            ConnectorId = row.GetId<ConnectorId>(1),
            Name = row.GetString(2),
            Credentials = ConnectionJson.ReadCredentials(row.GetJson(3)),
            Variables = ConnectionJson.ReadVariables(row.GetJson(4)),
            CreatedAt = row.GetTime(5),
            UpdatedAt = row.GetTime(6),
        }),
        ToJsonArray(ids.Distinct()),
        ToJsonArray(users));

    public static (EndUserId User, Activation Activation) ReadActivation(SqliteDataReader row) =>
        (row.GetId<EndUserId>(7), new Activation
        {
            Id = row.GetId<ActivationId>(0),
            IntegrationId = row.GetId<IntegrationId>(1),
            Bindings =
            [
                .. JsonSerializer.Deserialize<string[][]>(row.GetString(2))!.Select(
                    b => new Binding(Id.Parse<ConnectionTemplateId>(b[0]), Id.Parse<ConnectionId>(b[1]))),
            ],
            DynamicVariables = row.GetJson(3),
            Revision = row.GetInt32(4),
            CreatedAt = row.GetTime(5),
            UpdatedAt = row.GetTime(6),
        });

    /// <summary>
    /// Finds a user. One who can reach nobody else is found first, and then asked for the activation or connection, by an
    /// index that begins with the user: that of another user is passed over like one that does not exist, in the same time.
    /// </summary>
    private static EndUser? FindProfile(Session session, Reach reach, EndUserLookup lookup)
    {
        var isOneUser = reach.ExternalId is not null;
        var (condition, first, second) = lookup switch
        {
            EndUserLookup.ByKey { Key: var key } =>
                ("hub_id = $1 AND external_id = $2", ToColumn(key.HubId), (object?)key.ExternalId),
            EndUserLookup.ById { HubId: var hub, Id: var id } => ("id = $1 AND hub_id = $2", ToColumn(id), ToColumn(hub)),
            EndUserLookup.ByActivation { Id: var id } => (isOneUser ? HasActivation : OfActivation, ToColumn(id), null),
            EndUserLookup.ByConnection { Id: var id } => (isOneUser ? HasConnection : OfConnection, ToColumn(id), null),
            _ => throw new UnreachableException(),
        };
        return session.Query(
            $"SELECT {ProfileColumns} FROM end_users WHERE {condition}{reach.And(3, externalId: "external_id")}",
            ReadProfile,
            first,
            second,
            reach.OrganisationColumn(),
            reach.HubsColumn(),
            reach.ExternalId).SingleOrDefault();
    }

    private static EndUser ReadProfile(SqliteDataReader row) => new()
    {
        Id = row.GetId<EndUserId>(0),
        Key = new EndUserKey(row.GetId<HubId>(1), row.GetString(2)),
        OrganisationId = row.GetId<OrganisationId>(3),
        DisplayName = row.GetString(4),
        PrimaryConnectionId = row.GetOptionalId<ConnectionId>(5),
        Version = row.GetInt64(6),
        Usage = new EndUserUsage(row.GetInt32(7), row.GetInt32(8), row.GetInt64(9), RequestIds: 0),
        CreatedAt = row.GetTime(10),
        UpdatedAt = row.GetTime(11),
        Parts = EndUserParts.Profile,
    };

    private static ImmutableArray<Activation> LoadActivations(Session session, EndUserId user, EndUserParts parts)
    {
        var activations = new List<Activation>();
        if (parts.Activation is { } id)
            activations.AddRange(LoadActivations(session, user, "id = $2", id));
        if (parts.ActivationOf is { } integration)
            activations.AddRange(LoadActivations(session, user, "integration_id = $2", integration));
        if (parts.ActivationsBinding is { } connection)
            activations.AddRange(LoadActivations(session, user, Binds, connection));
        return [.. activations.DistinctBy(a => a.Id)];
    }

    private static List<Activation> LoadActivations<TId>(Session session, EndUserId user, string condition, TId id)
        where TId : struct, IId<TId> => session.Query(
        $"SELECT {ActivationColumns} FROM activations WHERE user_id = $1 AND {condition}",
        row => ReadActivation(row).Activation,
        ToColumn(user),
        ToColumn(id));

    private static ImmutableHashSet<IntegrationId> LoadActivatedIntegrations(Session session, EndUserId user) =>
    [
        .. session.Query(
            "SELECT integration_id FROM activations WHERE user_id = $1",
            row => row.GetId<IntegrationId>(0),
            ToColumn(user)),
    ];

    private static UsedRequestId? FindRequestId(Session session, EndUserId user, RequestIdPart part) => session.Query(
        """
        SELECT value, fingerprint, activation_id, used_at FROM request_ids
        WHERE user_id = $1 AND value = $2 AND used_at >= $3
        """,
        row => new UsedRequestId(
            row.GetString(0),
            [.. row.GetFieldValue<byte[]>(1)],
            row.GetId<ActivationId>(2),
            row.GetTime(3)),
        ToColumn(user),
        part.Value,
        ToColumn(part.Since)).SingleOrDefault();

    private static int CountRequestIds(Session session, EndUserId user, RequestIdPart? part) => part is null
        ? 0
        : (int)session.Count(
            "SELECT count(*) FROM request_ids WHERE user_id = $1 AND used_at >= $2",
            ToColumn(user),
            ToColumn(part.Since));
}
