using System.Text;
using Activations.Access;
using static Activations.Stores.Sqlite.Database.Values;

namespace Activations.Stores.Sqlite.Database;

/// <summary>
/// The reach of a caller as conditions of a query (G11). They take three parameters, in the order organisation, hubs and
/// external id, of which the query names those that narrow the reach.
/// </summary>
internal static class ReachConditions
{
    /// <summary>Conditions on the columns of a table, each behind an AND.</summary>
    /// <param name="reach">The reach.</param>
    /// <param name="first">The number of the first of the three parameters.</param>
    /// <param name="hub">The column with the hub.</param>
    /// <param name="externalId">The column with the user's external id, where the rows are a user's.</param>
    public static string And(this Reach reach, int first, string hub = "hub_id", string? externalId = null)
    {
        var sql = new StringBuilder();
        if (reach.Organisation is not null)
            sql.Append($" AND organisation_id = ${first}");
        if (reach.Hubs is not null)
            sql.Append($" AND {hub} IN (SELECT value FROM json_each(${first + 1}))");
        if (reach.ExternalId is not null && externalId is not null)
            sql.Append($" AND {externalId} = ${first + 2}");
        return sql.ToString();
    }

    /// <summary>
    /// Conditions on the hub <c>$1</c> whose rows are listed, each behind an AND. They are found out once, not for each row.
    /// </summary>
    /// <param name="reach">The reach.</param>
    /// <param name="first">The number of the first of the three parameters.</param>
    /// <param name="ofUser">What the rows must meet to be those of the user with the external id, which is put for {0}.</param>
    public static string AndHub(this Reach reach, int first, CompositeFormat? ofUser = null)
    {
        var sql = new StringBuilder();
        if (reach.Organisation is not null)
            sql.Append($" AND EXISTS (SELECT 1 FROM hubs WHERE id = $1 AND organisation_id = ${first})");
        if (reach.Hubs is not null)
            sql.Append($" AND $1 IN (SELECT value FROM json_each(${first + 1}))");
        if (reach.ExternalId is not null && ofUser is not null)
            sql.Append(" AND ").AppendFormat(null, ofUser, $"${first + 2}");
        return sql.ToString();
    }

    /// <summary>The first of the three parameters.</summary>
    public static object? OrganisationColumn(this Reach reach) => ToColumn(reach.Organisation);

    /// <summary>The second of the three parameters.</summary>
    public static object? HubsColumn(this Reach reach) => reach.Hubs is { } hubs ? ToJsonArray(hubs) : null;
}
