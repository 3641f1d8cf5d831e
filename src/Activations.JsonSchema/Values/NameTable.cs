using System.Buffers;

namespace Activations.JsonSchema.Values;

/// <summary>The property names a schema object knows, found from an instance's text without making a string.</summary>
internal sealed class NameTable
{
    private const int StackBytes = 256;

    private readonly string[] names;
    private readonly byte[][] keys;
    private readonly ulong[] hashes;
    private readonly int[] buckets;

    public NameTable(IEnumerable<string> names)
    {
        this.names = [.. names];
        keys = Array.ConvertAll(this.names, ToUtf8);
        hashes = Array.ConvertAll(keys, key => ByteHash.Compute(key));
        buckets = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(2 * keys.Length) + 1)];
        for (var slot = 0; slot < keys.Length; slot++)
            Insert(slot);
    }

    public int Count => names.Length;

    public string this[int slot] => names[slot];

    public static byte[] ToUtf8(string text)
    {
        var bytes = new byte[text.Length * 3];
        return bytes[..CodePoints.ToUtf8(text, bytes)];
    }

    /// <summary>The slot of a name, or -1.</summary>
    public int Find(JsonText name)
    {
        if (keys.Length == 0)
            return -1;

        return name.TryGetUtf8(out var utf8) ? Find(utf8) : FindCopy(name);
    }

    public int Find(ReadOnlySpan<byte> name)
    {
        var hash = ByteHash.Compute(name);
        var mask = buckets.Length - 1;
        for (var i = (int)hash & mask; buckets[i] != 0; i = (i + 1) & mask)
        {
            var slot = buckets[i] - 1;
            if (hashes[slot] == hash && name.SequenceEqual(keys[slot]))
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
        var i = (int)hashes[slot] & mask;
        while (buckets[i] != 0)
            i = (i + 1) & mask;

        buckets[i] = slot + 1;
    }
}
