using System.Collections.Immutable;

namespace Activations.Paging;

/// <summary>Which page of a list is asked for. The list is ordered by its key (keyset paging).</summary>
/// <typeparam name="TKey">The list's key.</typeparam>
/// <param name="Limit">How many rows: 1–1,000.</param>
/// <param name="After">Only rows behind this key; the first ones.</param>
/// <param name="Before">Only rows in front of this key; the last ones. Not together with <paramref name="After"/>.</param>
public readonly record struct PageRequest<TKey>(int Limit, TKey? After = null, TKey? Before = null)
    where TKey : struct
{
    /// <summary>The most rows of a page.</summary>
    public const int MaxLimit = 100;

    /// <summary>The most rows of a list that is answered whole, where a call does that.</summary>
    public const int MaxUnpagedLimit = 1_000;

    /// <summary>Whether the page is read from its end towards its beginning.</summary>
    public bool IsBackward => Before is not null;

    /// <summary>Makes the page from the rows that were read: one more than the limit, where there are as many.</summary>
    /// <typeparam name="TRow">The rows.</typeparam>
    /// <param name="rows">The rows in the order in which they were read.</param>
    public Page<TRow> PageOf<TRow>(IReadOnlyList<TRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var hasMore = rows.Count > Limit;
        var kept = rows.Take(Limit);

        return IsBackward
            ? new Page<TRow>([.. kept.Reverse()], HasPrevious: hasMore, HasNext: true)
            : new Page<TRow>([.. kept], HasPrevious: After is not null, HasNext: hasMore);
    }
}

/// <summary>A page of a list.</summary>
/// <typeparam name="TRow">The rows.</typeparam>
/// <param name="Rows">The rows, in the list's order.</param>
/// <param name="HasPrevious">Whether there were rows in front of it.</param>
/// <param name="HasNext">Whether there are rows behind it.</param>
public sealed record Page<TRow>(ImmutableArray<TRow> Rows, bool HasPrevious, bool HasNext);
