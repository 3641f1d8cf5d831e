using Activations.Identifiers;
using Activations.Paging;
using static Activations.Stores.Sqlite.Database.Values;

namespace Activations.Stores.Sqlite.Database;

/// <summary>
/// A page of a list that is ordered by its column <c>id</c>, as SQL: rows beyond a key, never rows after so many others,
/// so that a page costs the same however far in it is (G7).
/// </summary>
internal static class Keyset
{
    /// <summary>A condition that begins with AND, or nothing.</summary>
    /// <param name="page">The page.</param>
    /// <param name="parameter">The parameter that holds <see cref="Position"/>.</param>
    public static string Beyond<TId>(this PageRequest<TId> page, string parameter)
        where TId : struct, IId<TId> => (page.After ?? page.Before) is null
        ? ""
        : $" AND id {(page.IsBackward ? '<' : '>')} {parameter}";

    /// <summary>The order, and one row more than the page has, if there is one.</summary>
    /// <param name="page">The page.</param>
    /// <param name="parameter">The parameter that holds <see cref="RowCount"/>.</param>
    public static string OrderAndLimit<TId>(this PageRequest<TId> page, string parameter)
        where TId : struct, IId<TId> => $"ORDER BY id {(page.IsBackward ? "DESC" : "ASC")} LIMIT {parameter}";

    public static object? Position<TId>(this PageRequest<TId> page)
        where TId : struct, IId<TId> => ToColumn(page.After ?? page.Before);

    public static int RowCount<TId>(this PageRequest<TId> page)
        where TId : struct, IId<TId> => page.Limit + 1;
}
