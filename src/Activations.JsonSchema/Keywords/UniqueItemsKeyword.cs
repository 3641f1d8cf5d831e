using System.Buffers;
using System.Numerics;
using Activations.JsonSchema.Evaluation;
using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Keywords;

/// <summary><c>uniqueItems</c> (validation §6.4.3), in time proportional to the array.</summary>
internal sealed class UniqueItemsKeyword(KeywordSite site) : Keyword(site, InstanceKinds.Array, Phase.Assertion)
{
    private const int ComparedPairwise = 6;

    public override bool Evaluate<TValue>(TValue value, ref EvaluationState state, Span<ulong> evaluated)
    {
        var count = value.Count;
        if (count < 2)
            return true;

        var items = ArrayPool<TValue>.Shared.Rent(count);
        var copy = new ValueEquality.CopyItems<TValue> { Items = items };
        value.VisitItems(ref copy);
        var (first, second) = count <= ComparedPairwise ? FindPair(items.AsSpan(0, count)) : FindByHash(items.AsSpan(0, count));
        ArrayPool<TValue>.Shared.Return(items, clearArray: true);
        return first < 0 || (state.Collects && Fail(state, $"items must be unique, but items {first} and {second} are equal"));
    }

    private static (int First, int Second) FindPair<TValue>(ReadOnlySpan<TValue> items)
        where TValue : struct, IJsonValue<TValue>
    {
        for (var second = 1; second < items.Length; second++)
        {
            for (var first = 0; first < second; first++)
            {
                if (ValueEquality.AreEqual(items[first], items[second]))
                    return (first, second);
            }
        }

        return (-1, -1);
    }

    private static (int First, int Second) FindByHash<TValue>(ReadOnlySpan<TValue> items)
        where TValue : struct, IJsonValue<TValue>
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)items.Length * 2);
        var hashes = ArrayPool<ulong>.Shared.Rent(items.Length);
        var slots = ArrayPool<int>.Shared.Rent(size);
        slots.AsSpan(0, size).Clear();
        var pair = (-1, -1);
        for (var i = 0; i < items.Length && pair == (-1, -1); i++)
            pair = Insert(items, i, hashes, slots.AsSpan(0, size));

        ArrayPool<ulong>.Shared.Return(hashes);
        ArrayPool<int>.Shared.Return(slots);
        return pair;
    }

    private static (int First, int Second) Insert<TValue>(ReadOnlySpan<TValue> items, int index, ulong[] hashes, Span<int> slots)
        where TValue : struct, IJsonValue<TValue>
    {
        var hash = hashes[index] = ValueHash.Compute(items[index]);
        var slot = (int)(hash >> 32) & (slots.Length - 1);
        for (; slots[slot] != 0; slot = (slot + 1) & (slots.Length - 1))
        {
            var other = slots[slot] - 1;
            if (hashes[other] == hash && ValueEquality.AreEqual(items[other], items[index]))
                return (other, index);
        }

        slots[slot] = index + 1;
        return (-1, -1);
    }
}
