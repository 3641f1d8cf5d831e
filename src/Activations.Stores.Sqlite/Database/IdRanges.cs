using System.Collections.Immutable;
using Activations.Identifiers;
using Activations.Paging;

namespace Activations.Stores.Sqlite.Database;

/// <summary>
/// The ids that a list is made of, as SQL: those of one or more queries, each of which is a range of an index. An id that
/// several of them find is there once.
/// </summary>
/// <param name="Queries">Queries for a column <c>id</c>. Each ends in its condition.</param>
internal sealed record IdRanges(ImmutableArray<string> Queries)
{
    /// <summary>A condition: names that begin with what is searched for.</summary>
    /// <param name="column">The column with the folded names.</param>
    /// <param name="term">What is searched for.</param>
    /// <param name="from">The parameter that holds <see cref="SearchTerm.Folded"/>.</param>
    /// <param name="to">The parameter that holds <see cref="SearchTerm.FoldedEnd"/>.</param>
    public static string Prefix(string column, SearchTerm term, string from, string to) =>
        term.FoldedEnd is null ? $"{column} >= {from}" : $"{column} >= {from} AND {column} < {to}";

    /// <summary>A query for the ids of a page. Each range is cut to the page before they are put together.</summary>
    /// <param name="page">The page.</param>
    /// <param name="position">The parameter that holds its <see cref="Keyset.Position"/>.</param>
    /// <param name="rowCount">The parameter that holds its <see cref="Keyset.RowCount"/>.</param>
    public string PageOfIds<TId>(PageRequest<TId> page, string position, string rowCount)
        where TId : struct, IId<TId>
    {
        var cut = $"{page.Beyond(position)} {page.OrderAndLimit(rowCount)}";
        return Queries is [var only]
            ? only + cut
            : $"{string.Join(" UNION ", Queries.Select(q => $"SELECT id FROM ({q}{cut})"))} {page.OrderAndLimit(rowCount)}";
    }

    /// <summary>A query for the number of ids.</summary>
    public string Count() => $"SELECT count(*) FROM ({string.Join(" UNION ", Queries)})";
}
