using System.Buffers;
using System.Numerics;
using Activations.JsonSchema.Evaluation;
using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Keywords;

/// <summary>
/// <c>uniqueItems</c> (validation §6.4.3). A few items are compared with each other; more of them by hashes, in time proportional to
/// the array.
/// </summary>
internal sealed class UniqueItemsKeyword(KeywordSite site) : Keyword(site, InstanceKinds.Array, Phase.Assertion)
{
    private const int ComparedPairwise = 8;

    public override bool Evaluate(int value, ref EvaluationState state, scoped Span<ulong> evaluated)
    {
        ref readonly var array = ref state.Tape[value];
        if (array.Detail < 2)
            return true;

        if (!state.SpendOnAllOf(value))
            return false;

        // Items that hold others may be large: those are hashed, so that each is looked at only once.
        var areFlat = array.End - value - 1 == array.Detail;
        var (first, second) = areFlat && array.Detail <= ComparedPairwise
            ? CompareFlat(state.Tape, value + 1, array.End)
            : CompareByHash(state.Tape, value);
        return first < 0
            || (state.Collects && Fail(value, state, $"items must be unique, but items {first} and {second} are equal"));
    }

    private static (int First, int Second) CompareFlat(in JsonTape tape, int start, int end)
    {
        for (var second = start + 1; second < end; second++)
        {
            for (var first = start; first < second; first++)
            {
                if (ValueEquality.AreEqual(tape, first, tape, second))
                    return (first - start, second - start);
            }
        }

        return (-1, -1);
    }

    private static (int First, int Second) CompareByHash(in JsonTape tape, int array)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)tape[array].Detail * 2);
        var table = ArrayPool<Item>.Shared.Rent(size);
        var slots = table.AsSpan(0, size);
        slots.Clear();
        var pair = (-1, -1);
        var position = 0;
        for (var item = array + 1; item < tape[array].End && pair == (-1, -1); item = tape[item].End)
            pair = Insert(tape, new Item(ValueHash.Compute(tape, item), item, position++), slots);

        ArrayPool<Item>.Shared.Return(table);
        return pair;
    }

    private static (int First, int Second) Insert(in JsonTape tape, Item item, Span<Item> slots)
    {
        var mask = slots.Length - 1;
        var slot = (int)(item.Hash >> 32) & mask;

        // No item is entry 0 of the tape: that is the outermost value.
        for (; slots[slot].Value != 0; slot = (slot + 1) & mask)
        {
            var other = slots[slot];
            if (other.Hash == item.Hash && ValueEquality.AreEqual(tape, other.Value, tape, item.Value))
                return (other.Position, item.Position);
        }

        slots[slot] = item;
        return (-1, -1);
    }

    private readonly record struct Item(ulong Hash, int Value, int Position);
}
