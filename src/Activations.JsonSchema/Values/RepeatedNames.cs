using System.Buffers;
using System.Numerics;

namespace Activations.JsonSchema.Values;

/// <summary>
/// Leaves of the members of one name in an object only the last, which is the meaning this library gives to such objects (RFC 8259 §4
/// leaves it open).
/// </summary>
internal static class RepeatedNames
{
    // Up to here looking at the earlier names costs less than a table of them.
    private const int ComparedPairwise = 24;

    /// <summary>Marks the members that a later one replaces, and returns how many they are.</summary>
    public static int Mark(Span<TapeEntry> entries, int container, in JsonTape tape) =>
        entries[container].Detail <= ComparedPairwise ? MarkPairwise(entries, container, tape) : MarkByTable(entries, container, tape);

    /// <summary>Takes the marked members of the last object on the tape off it, and returns the number of entries left.</summary>
    public static int Remove(Span<TapeEntry> entries, int container)
    {
        var kept = container + 1;
        for (var name = container + 1; name < entries.Length;)
        {
            var end = entries[name + 1].End;
            if (!entries[name].IsReplaced)
                kept = Move(entries, name..end, kept);

            name = end;
        }

        entries[container].End = kept;
        return kept;
    }

    private static int Move(Span<TapeEntry> entries, Range member, int to)
    {
        var (start, length) = member.GetOffsetAndLength(entries.Length);
        var moved = entries.Slice(to, length);
        entries.Slice(start, length).CopyTo(moved);
        foreach (ref var entry in moved)
            entry.End -= start - to;

        return to + length;
    }

    private static int MarkPairwise(Span<TapeEntry> entries, int container, in JsonTape tape)
    {
        var replaced = 0;
        var seen = 0UL;
        for (var name = container + 1; name < entries.Length; name = entries[name + 1].End)
        {
            var bit = 1UL << entries[name].Detail;
            if ((seen & bit) != 0)
                replaced += MarkEarlier(entries, container, name, tape);

            seen |= bit;
        }

        return replaced;
    }

    private static int MarkEarlier(Span<TapeEntry> entries, int container, int name, in JsonTape tape)
    {
        for (var earlier = container + 1; earlier < name; earlier = entries[earlier + 1].End)
        {
            if (entries[earlier].IsReplaced || !AreEqual(entries, earlier, name, tape))
                continue;

            entries[earlier].IsReplaced = true;
            return 1;
        }

        return 0;
    }

    private static int MarkByTable(Span<TapeEntry> entries, int container, in JsonTape tape)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)entries[container].Detail * 2);
        var table = ArrayPool<int>.Shared.Rent(size);
        var slots = table.AsSpan(0, size);
        slots.Clear();
        var replaced = 0;
        for (var name = container + 1; name < entries.Length; name = entries[name + 1].End)
        {
            var slot = entries[name].Detail & (size - 1);
            while (slots[slot] != 0 && !AreEqual(entries, slots[slot], name, tape))
                slot = (slot + 1) & (size - 1);

            if (slots[slot] != 0)
            {
                entries[slots[slot]].IsReplaced = true;
                replaced++;
            }

            slots[slot] = name;
        }

        ArrayPool<int>.Shared.Return(table);
        return replaced;
    }

    private static bool AreEqual(ReadOnlySpan<TapeEntry> entries, int left, int right, in JsonTape tape) =>
        entries[left].Detail == entries[right].Detail && tape.Text(entries[left]).SequenceEqual(tape.Text(entries[right]));
}
