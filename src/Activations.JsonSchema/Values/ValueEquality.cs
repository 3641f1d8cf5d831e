using System.Buffers;
using System.Numerics;
using System.Text.Json;

namespace Activations.JsonSchema.Values;

/// <summary>JSON Schema equality (core §4.2.2) between two values, which may be on different tapes.</summary>
internal static class ValueEquality
{
    // Up to here looking at the names one by one costs less than a table of them.
    private const int ScannedMembers = 16;

    public static bool AreEqual(in JsonTape leftTape, int left, in JsonTape rightTape, int right)
    {
        ref readonly var leftEntry = ref leftTape[left];
        ref readonly var rightEntry = ref rightTape[right];
        if (leftEntry.Kind != rightEntry.Kind)
            return false;

        return leftEntry.Kind switch
        {
            JsonValueKind.String => leftTape.Text(leftEntry).SequenceEqual(rightTape.Text(rightEntry)),
            JsonValueKind.Number => NumbersAreEqual(leftTape, left, rightTape, right),
            JsonValueKind.Array => leftEntry.Detail == rightEntry.Detail && ItemsAreEqual(leftTape, left, rightTape, right),
            JsonValueKind.Object => leftEntry.Detail == rightEntry.Detail && MembersAreEqual(leftTape, left, rightTape, right),
            JsonValueKind.Undefined => false,
            _ => true,
        };
    }

    private static bool NumbersAreEqual(in JsonTape leftTape, int left, in JsonTape rightTape, int right) =>
        leftTape[left].IsInt32 && rightTape[right].IsInt32
            ? leftTape[left].Detail == rightTape[right].Detail
            : leftTape.Number(left).CompareTo(rightTape.Number(right)) == 0;

    private static bool ItemsAreEqual(in JsonTape leftTape, int left, in JsonTape rightTape, int right)
    {
        var rightItem = right + 1;
        for (var item = left + 1; item < leftTape[left].End; item = leftTape[item].End)
        {
            if (!AreEqual(leftTape, item, rightTape, rightItem))
                return false;

            rightItem = rightTape[rightItem].End;
        }

        return true;
    }

    private static bool MembersAreEqual(in JsonTape leftTape, int left, in JsonTape rightTape, int right)
    {
        if (rightTape[right].Detail > ScannedMembers)
            return MembersAreEqualByTable(leftTape, left, rightTape, right);

        for (var name = left + 1; name < leftTape[left].End; name = leftTape[name + 1].End)
        {
            var found = right + 1;
            while (found < rightTape[right].End && !NamesAreEqual(leftTape, name, rightTape, found))
                found = rightTape[found + 1].End;

            if (found == rightTape[right].End || !AreEqual(leftTape, name + 1, rightTape, found + 1))
                return false;
        }

        return true;
    }

    private static bool MembersAreEqualByTable(in JsonTape leftTape, int left, in JsonTape rightTape, int right)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)rightTape[right].Detail * 2);
        var table = ArrayPool<int>.Shared.Rent(size);
        var slots = table.AsSpan(0, size);
        slots.Clear();
        for (var name = right + 1; name < rightTape[right].End; name = rightTape[name + 1].End)
            slots[FindSlot(slots, rightTape, rightTape, name)] = name;

        var equal = true;
        for (var name = left + 1; equal && name < leftTape[left].End; name = leftTape[name + 1].End)
        {
            var found = slots[FindSlot(slots, rightTape, leftTape, name)];
            equal = found != 0 && AreEqual(leftTape, name + 1, rightTape, found + 1);
        }

        ArrayPool<int>.Shared.Return(table);
        return equal;
    }

    // Where a name is in the table of another object's names, or the slot it would take. No name is entry 0 of its tape.
    private static int FindSlot(ReadOnlySpan<int> slots, in JsonTape tape, in JsonTape nameTape, int name)
    {
        var slot = nameTape[name].Detail & (slots.Length - 1);
        while (slots[slot] != 0 && !NamesAreEqual(nameTape, name, tape, slots[slot]))
            slot = (slot + 1) & (slots.Length - 1);

        return slot;
    }

    private static bool NamesAreEqual(in JsonTape leftTape, int left, in JsonTape rightTape, int right) =>
        leftTape[left].Detail == rightTape[right].Detail && leftTape.Text(left).SequenceEqual(rightTape.Text(right));
}
