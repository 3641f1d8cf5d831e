using System.Buffers;
using System.Numerics;

namespace Activations.JsonSchema.Values;

/// <summary>The property names a schema object knows, found from an instance's text without making a string.</summary>
internal sealed class NameTable
{
    private const int StackBytes = 256;

    private readonly JsonPropertyName[] names;
    private readonly int[] buckets;

    public NameTable(IEnumerable<string> names)
    {
        this.names = [.. names.Select(name => new JsonPropertyName(name))];
        buckets = new int[(int)BitOperations.RoundUpToPowerOf2((uint)(2 * this.names.Length) + 1)];
        for (var slot = 0; slot < this.names.Length; slot++)
            Insert(slot);
    }

    public int Count => names.Length;

    public JsonPropertyName this[int slot] => names[slot];

    /// <summary>The slot of a name, or -1.</summary>
    public int Find(JsonText name)
    {
        if (names.Length == 0)
            return -1;

        return name.TryGetUtf8(out var utf8) ? Find(utf8) : FindCopy(name);
    }

    private int Find(ReadOnlySpan<byte> name)
    {
        var hash = ByteHash.Compute(name);
        var mask = buckets.Length - 1;
        for (var i = (int)hash & mask; buckets[i] != 0; i = (i + 1) & mask)
        {
            var slot = buckets[i] - 1;
            if (names[slot].Hash == hash && name.SequenceEqual(names[slot].Utf8))
                return slot;
        }

        return -1;
    }

    private int FindCopy(JsonText name)
    {
        if (name.MaxUtf8Length <= StackBytes)
        {
            Span<byte> buffer = stackalloc byte[StackBytes];
            return Find(buffer[..name.CopyUtf8To(buffer)]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(name.MaxUtf8Length);
        var slot = Find(rented.AsSpan(0, name.CopyUtf8To(rented)));
        ArrayPool<byte>.Shared.Return(rented);
        return slot;
    }

    private void Insert(int slot)
    {
        var mask = buckets.Length - 1;
        var i = (int)names[slot].Hash & mask;
        while (buckets[i] != 0)
            i = (i + 1) & mask;

        buckets[i] = slot + 1;
    }
}
