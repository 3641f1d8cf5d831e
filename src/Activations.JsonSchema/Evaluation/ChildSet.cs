namespace Activations.JsonSchema.Evaluation;

/// <summary>
/// Which items or members of one instance have been evaluated (core §11), as bits in the order of a visit. An empty span means that
/// nobody asks.
/// </summary>
internal static class ChildSet
{
    public const int StackWords = 8;

    public static int Words(int count) => (count + 63) >> 6;

    public static void Add(Span<ulong> set, int index)
    {
        if (!set.IsEmpty)
            set[index >> 6] |= 1UL << index;
    }

    public static bool Contains(ReadOnlySpan<ulong> set, int index) => (set[index >> 6] & (1UL << index)) != 0;

    public static void AddAll(Span<ulong> set, ReadOnlySpan<ulong> more)
    {
        for (var i = 0; i < set.Length; i++)
            set[i] |= more[i];
    }
}
