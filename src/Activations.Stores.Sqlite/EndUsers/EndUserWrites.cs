using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Paging;
using Activations.Stores.Sqlite.Database;
using static Activations.Stores.Sqlite.Database.Values;

namespace Activations.Stores.Sqlite.EndUsers;

/// <summary>What is written of end users: each call is a transaction of its own, or one of several in a batch (G2).</summary>
internal static class EndUserWrites
{
    public static bool Add(Session session, EndUser user)
    {
        var added = session.Execute(
            """
            INSERT INTO end_users (id, hub_id, external_id, external_id_fold, organisation_id, display_name,
                display_name_fold, primary_connection_id, version, connection_count, activation_count, json_bytes,
                created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING
            """,
            ToColumn(user.Id),
            ToColumn(user.Key.HubId),
            user.Key.ExternalId,
            SearchTerm.Fold(user.Key.ExternalId),
            ToColumn(user.OrganisationId),
            user.DisplayName,
            SearchTerm.Fold(user.DisplayName),
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
            EndUserEdits.Add(session, user.Id, connection);
        foreach (var activation in user.Activations)
            EndUserEdits.Add(session, user, activation);
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
            EndUserEdits.Apply(session, user, edit);
        return true;
    }

    public static bool Delete(Session session, EndUserId user)
    {
        var id = ToColumn(user);
        session.Execute("DELETE FROM request_ids WHERE user_id = $1", id);
        session.Execute("DELETE FROM activations WHERE user_id = $1", id);
        session.Execute("DELETE FROM connections WHERE user_id = $1", id);
        return session.Execute("DELETE FROM end_users WHERE id = $1", id) == 1;
    }
}
