using System.Buffers;
using System.Numerics;
using Activations.JsonSchema.Evaluation;
using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Keywords;

/// <summary>
/// <c>uniqueItems</c> (validation §6.4.3), in time proportional to the array: hashes that all differ settle it, and only if two are
/// alike the items themselves are compared.
/// </summary>
internal sealed class UniqueItemsKeyword(KeywordSite site) : Keyword(site, InstanceKinds.Array, Phase.Assertion)
{
    private const int StackHashes = 32;
    private const int ComparedPairwise = 8;

    public override bool Evaluate<TValue>(TValue value, ref EvaluationState state, Span<ulong> evaluated)
    {
        var count = value.Count;
        if (count < 2)
            return true;

        ulong[]? rented = null;
        var hashes = count <= StackHashes ? stackalloc ulong[StackHashes] : rented = ArrayPool<ulong>.Shared.Rent(count);
        hashes = hashes[..count];
        var items = new HashItems<TValue>(hashes);
        value.VisitItems(ref items);
        var (first, second) = count <= ComparedPairwise && AllDiffer(hashes) ? (-1, -1) : FindPair(value, hashes);
        if (rented is not null)
            ArrayPool<ulong>.Shared.Return(rented);

        return first < 0 || (state.Collects && Fail(state, $"items must be unique, but items {first} and {second} are equal"));
    }

    private static bool AllDiffer(ReadOnlySpan<ulong> hashes)
    {
        for (var i = 1; i < hashes.Length; i++)
        {
            if (hashes[..i].Contains(hashes[i]))
                return false;
        }

        return true;
    }

    private static (int First, int Second) FindPair<TValue>(TValue value, ReadOnlySpan<ulong> hashes)
        where TValue : struct, IJsonValue<TValue>
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)hashes.Length * 2);
        var slots = ArrayPool<int>.Shared.Rent(size);
        var items = ArrayPool<TValue>.Shared.Rent(hashes.Length);
        slots.AsSpan(0, size).Clear();
        var copy = new ValueEquality.CopyItems<TValue> { Items = items };
        value.VisitItems(ref copy);
        var pair = (-1, -1);
        for (var i = 0; i < hashes.Length && pair == (-1, -1); i++)
            pair = Insert(items, i, hashes, slots.AsSpan(0, size));

        ArrayPool<TValue>.Shared.Return(items, clearArray: true);
        ArrayPool<int>.Shared.Return(slots);
        return pair;
    }

    private static (int First, int Second) Insert<TValue>(TValue[] items, int index, ReadOnlySpan<ulong> hashes, Span<int> slots)
        where TValue : struct, IJsonValue<TValue>
    {
        var mask = slots.Length - 1;
        var slot = (int)(hashes[index] >> 32) & mask;
        for (; slots[slot] != 0; slot = (slot + 1) & mask)
        {
            var other = slots[slot] - 1;
            if (hashes[other] == hashes[index] && ValueEquality.AreEqual(items[other], items[index]))
                return (other, index);
        }

        slots[slot] = index + 1;
        return (-1, -1);
    }

    private ref struct HashItems<TValue>(Span<ulong> hashes) : IJsonItemVisitor<TValue>
        where TValue : struct, IJsonValue<TValue>
    {
        private readonly Span<ulong> hashes = hashes;
        private int position;

        public bool Visit(TValue item)
        {
            hashes[position++] = ValueHash.Compute(item);
            return true;
        }
    }
}
