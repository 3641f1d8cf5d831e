using System.Collections.Immutable;
using System.Diagnostics;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Stores.Sqlite.Database;
using static Activations.Stores.Sqlite.Database.Values;

namespace Activations.Stores.Sqlite.EndUsers;

/// <summary>What each kind of edit writes: only the rows concerned, and of those only the columns that change.</summary>
internal static class EndUserEdits
{
    public static void Apply(Session session, EndUser user, EndUserEdit edit)
    {
        switch (edit)
        {
            case EndUserEdit.AddConnection { Connection: var connection }:
                Add(session, user.Id, connection);
                break;
            case EndUserEdit.SetConnection { Connection: var connection }:
                Set(session, user.Id, connection);
                break;
            case EndUserEdit.RemoveConnection { Id: var id }:
                Remove(session, user.Id, id);
                break;
            case EndUserEdit.SetPrimaryConnection set:
                Set(session, user.Id, set);
                break;
            case EndUserEdit.AddActivation { Activation: var activation }:
                Add(session, user, activation);
                break;
            case EndUserEdit.RemoveActivations { Ids: var ids }:
                Remove(session, user.Id, ids);
                break;
            case EndUserEdit.SetVariables set:
                Set(session, user.Id, set);
                break;
            case EndUserEdit.RememberRequestId { Used: var used, ForgetBefore: var time }:
                Remember(session, user.Id, used, time);
                break;
            default:
                throw new UnreachableException();
        }
    }

    public static void Add(Session session, EndUserId user, Connection connection) => session.Execute(
        """
        INSERT INTO connections (id, user_id, connector_id, name, credentials, variables, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        ToColumn(connection.Id),
        ToColumn(user),
        ToColumn(connection.ConnectorId),
        connection.Name,
        ToColumn(ConnectionJson.Write(connection.Credentials)),
        ToColumn(ConnectionJson.Write(connection.Variables)),
        ToColumn(connection.CreatedAt),
        ToColumn(connection.UpdatedAt));

    private static void Set(Session session, EndUserId user, Connection connection) => session.Execute(
        """
        UPDATE connections SET name = $3, credentials = $4, variables = $5, updated_at = $6 WHERE id = $1 AND user_id = $2
        """,
        ToColumn(connection.Id),
        ToColumn(user),
        connection.Name,
        ToColumn(ConnectionJson.Write(connection.Credentials)),
        ToColumn(ConnectionJson.Write(connection.Variables)),
        ToColumn(connection.UpdatedAt));

    private static void Remove(Session session, EndUserId user, ConnectionId connection) => session.Execute(
        "DELETE FROM connections WHERE id = $1 AND user_id = $2", ToColumn(connection), ToColumn(user));

    private static void Set(Session session, EndUserId user, EndUserEdit.SetPrimaryConnection set) => session.Execute(
        "UPDATE end_users SET primary_connection_id = $2, updated_at = $3 WHERE id = $1",
        ToColumn(user),
        ToColumn(set.Id),
        ToColumn(set.At));

    private static void Set(Session session, EndUserId user, EndUserEdit.SetVariables set) => session.Execute(
        "UPDATE activations SET variables = $3, revision = $4, updated_at = $5 WHERE id = $1 AND user_id = $2",
        ToColumn(set.Id),
        ToColumn(user),
        ToColumn(set.DynamicVariables),
        set.Revision,
        ToColumn(set.At));

    public static void Add(Session session, EndUser user, Activation activation) => session.Execute(
        """
        INSERT INTO activations (id, user_id, hub_id, integration_id, bindings, variables, revision, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        ToColumn(activation.Id),
        ToColumn(user.Id),
        ToColumn(user.Key.HubId),
        ToColumn(activation.IntegrationId),
        BindingsToColumn(activation.Bindings),
        ToColumn(activation.DynamicVariables),
        activation.Revision,
        ToColumn(activation.CreatedAt),
        ToColumn(activation.UpdatedAt));

    private static void Remove(Session session, EndUserId user, ImmutableArray<ActivationId> activations) => session.Execute(
        "DELETE FROM activations WHERE id IN (SELECT value FROM json_each($1)) AND +user_id = $2",
        ToJsonArray(activations),
        ToColumn(user));

    private static void Remember(Session session, EndUserId user, UsedRequestId used, DateTimeOffset forgetBefore)
    {
        // G10: the stale ones go first, since one of them may have the same value.
        session.Execute(
            "DELETE FROM request_ids WHERE user_id = $1 AND used_at < $2", ToColumn(user), ToColumn(forgetBefore));
        session.Execute(
            "INSERT INTO request_ids (user_id, value, fingerprint, activation_id, used_at) VALUES ($1, $2, $3, $4, $5)",
            ToColumn(user),
            used.Value,
            used.Fingerprint.ToArray(),
            ToColumn(used.ActivationId),
            ToColumn(used.UsedAt));
    }

    /// <summary>A JSON array; ids need no escaping.</summary>
    private static string BindingsToColumn(ImmutableArray<Binding> bindings) =>
        $"[{string.Join(',', bindings.Select(b => $"[\"{b.TemplateId}\",\"{b.ConnectionId}\"]"))}]";
}
