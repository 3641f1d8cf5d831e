using Activations.Identifiers;
using Activations.Paging;

namespace Activations.Stores.Tests.Suite;

/// <summary>A walk through all pages of a list, in either direction.</summary>
/// <param name="ReadAsync">Reads a page.</param>
/// <param name="KeyOf">The key of a row.</param>
/// <param name="Order">The list's order.</param>
/// <param name="Last">A key behind all others.</param>
internal sealed record Walk<TKey, TRow>(
    Func<PageRequest<TKey>, Task<Page<TRow>>> ReadAsync, Func<TRow, TKey> KeyOf, IComparer<TKey> Order, TKey Last)
    where TKey : struct
{
    /// <summary>G7: none twice, none of those skipped that are there all the time.</summary>
    /// <param name="kept">The rows that are there all the time.</param>
    /// <param name="comeOrGoAsync">Adds or removes other rows.</param>
    /// <param name="random">Chooses the sizes of the pages.</param>
    public async Task AssertNoneTwiceNoneSkippedAsync(
        IReadOnlyCollection<TKey> kept, Func<Task> comeOrGoAsync, Random random)
    {
        foreach (var isBackward in new[] { false, true })
        {
            var seen = await SeeAsync(isBackward, comeOrGoAsync, random);

            Assert.Equal(seen.Count, seen.Distinct().Count());
            Assert.Equal(seen.Order(Order), isBackward ? seen.AsEnumerable().Reverse() : seen);
            Assert.Empty(kept.Except(seen));
        }
    }

    private async Task<List<TKey>> SeeAsync(bool isBackward, Func<Task> comeOrGoAsync, Random random)
    {
        var seen = new List<TKey>();
        TKey? position = null;
        do
        {
            await comeOrGoAsync();
            var page = await ReadAsync(new PageRequest<TKey>(
                random.Next(1, 6), isBackward ? null : position, isBackward ? position ?? Last : null));
            var keys = page.Rows.Select(KeyOf);
            seen.AddRange(isBackward ? keys.Reverse() : keys);
            position = (isBackward ? page.HasPrevious : page.HasNext) ? seen[^1] : null;
        }
        while (position is not null);
        return seen;
    }
}

/// <summary>Makes walks through lists that are ordered by an id.</summary>
internal static class Walk
{
    public static Walk<TId, TRow> ById<TId, TRow>(
        Func<PageRequest<TId>, Task<Page<TRow>>> readAsync, Func<TRow, TId> idOf)
        where TId : struct, IId<TId> => new(
        readAsync,
        idOf,
        Comparer<TId>.Create((one, other) => string.CompareOrdinal(one.ToString(), other.ToString())),
        TId.From(Ulid.MaxValue));
}
