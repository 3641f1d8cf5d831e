using System.Collections.Immutable;
using System.Diagnostics;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Stores.Sqlite.Database;
using static Activations.Stores.Sqlite.Database.Values;

namespace Activations.Stores.Sqlite.EndUsers;

/// <summary>What is written of end users.</summary>
internal static class EndUserWrites
{
    public static bool Add(Session session, EndUser user)
    {
        var added = session.Execute(
            """
            INSERT INTO end_users VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING
            """,
            ToColumn(user.Id),
            ToColumn(user.Key.HubId),
            user.Key.ExternalId,
            ToColumn(user.OrganisationId),
            user.DisplayName,
            ToColumn(user.PrimaryConnectionId),
            user.Version,
            user.Usage.Connections,
            user.Usage.Activations,
            user.Usage.JsonBytes,
            ToColumn(user.CreatedAt),
            ToColumn(user.UpdatedAt));
        if (added == 0)
            return false;

        foreach (var connection in user.Connections)
            Add(session, user.Id, connection);
        return true;
    }

    public static bool Save(Session session, EndUserChange change)
    {
        var user = change.From;
        var updated = session.Execute(
            """
            UPDATE end_users
            SET version = version + 1, connection_count = $3, activation_count = $4, json_bytes = $5
            WHERE id = $1 AND version = $2
            """,
            ToColumn(user.Id),
            user.Version,
            change.Usage.Connections,
            change.Usage.Activations,
            change.Usage.JsonBytes);
        if (updated == 0)
            return false; // G3

        foreach (var edit in change.Edits)
            Apply(session, user, edit);
        return true;
    }

    private static void Apply(Session session, EndUser user, EndUserEdit edit)
    {
        switch (edit)
        {
            case EndUserEdit.AddConnection { Connection: var connection }:
                Add(session, user.Id, connection);
                break;
            case EndUserEdit.SetPrimaryConnection { Id: var id, At: var at }:
                session.Execute(
                    "UPDATE end_users SET primary_connection_id = $2, updated_at = $3 WHERE id = $1",
                    ToColumn(user.Id),
                    ToColumn(id),
                    ToColumn(at));
                break;
            case EndUserEdit.AddActivation { Activation: var activation }:
                Add(session, user, activation);
                break;
            case EndUserEdit.RemoveActivation { Id: var id }:
                session.Execute(
                    "DELETE FROM activations WHERE id = $1 AND user_id = $2", ToColumn(id), ToColumn(user.Id));
                break;
            case EndUserEdit.SetVariables set:
                session.Execute(
                    """
                    UPDATE activations SET variables = $3, revision = $4, updated_at = $5 WHERE id = $1 AND user_id = $2
                    """,
                    ToColumn(set.Id),
                    ToColumn(user.Id),
                    ToColumn(set.DynamicVariables),
                    set.Revision,
                    ToColumn(set.At));
                break;
            case EndUserEdit.RememberRequestId { Used: var used, ForgetBefore: var time }:
                Remember(session, user.Id, used, time);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private static void Add(Session session, EndUserId user, Connection connection) => session.Execute(
        "INSERT INTO connections VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        ToColumn(connection.Id),
        ToColumn(user),
        ToColumn(connection.ConnectorId),
        connection.Name,
        ToColumn(ConnectionJson.Write(connection.Credentials)),
        ToColumn(ConnectionJson.Write(connection.Variables)),
        ToColumn(connection.CreatedAt),
        ToColumn(connection.UpdatedAt));

    private static void Add(Session session, EndUser user, Activation activation) => session.Execute(
        "INSERT INTO activations VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        ToColumn(activation.Id),
        ToColumn(user.Id),
        ToColumn(user.Key.HubId),
        ToColumn(activation.IntegrationId),
        BindingsToColumn(activation.Bindings),
        ToColumn(activation.DynamicVariables),
        activation.Revision,
        ToColumn(activation.CreatedAt),
        ToColumn(activation.UpdatedAt));

    private static void Remember(Session session, EndUserId user, UsedRequestId used, DateTimeOffset forgetBefore)
    {
        // G10: the stale ones go first, since one of them may have the same value.
        session.Execute(
            "DELETE FROM request_ids WHERE user_id = $1 AND used_at < $2", ToColumn(user), ToColumn(forgetBefore));
        session.Execute(
            "INSERT INTO request_ids VALUES ($1, $2, $3, $4, $5)",
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
