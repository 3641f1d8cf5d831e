using System.Numerics;

namespace Activations.JsonSchema.Values;

/// <summary>The names a schema object knows, found from an instance's text without making a string.</summary>
internal sealed class NameTable
{
    private readonly Name[] names;
    private readonly int[] buckets;
    private readonly ulong hashes;

    public NameTable(IEnumerable<string> names)
    {
        this.names = [.. names.Select(Name.Of)];
        buckets = new int[(int)BitOperations.RoundUpToPowerOf2((uint)(2 * this.names.Length) + 1)];
        for (var slot = 0; slot < this.names.Length; slot++)
        {
            hashes |= BitOf(this.names[slot].Hash);
            Insert(slot);
        }
    }

    public int Count => names.Length;

    public string this[int slot] => names[slot].Text;

    /// <summary>The slot of a name, or -1.</summary>
    public int Find(string name)
    {
        var known = Name.Of(name);
        return Find(known.Hash, known.Utf8);
    }

    /// <summary>The slot of a name, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name) => Find((int)ByteHash.Compute(name), name);

    /// <summary>The slot of a member's name, or -1.</summary>
    public int Find(in JsonTape tape, int name)
    {
        // Most names that are not in here are told by one bit of their hash.
        ref readonly var entry = ref tape[name];
        return (hashes & BitOf(entry.Detail)) == 0 ? -1 : Find(entry.Detail, tape.Text(entry));
    }

    private static ulong BitOf(int hash) => 1UL << (hash >> 24);

    private int Find(int hash, ReadOnlySpan<byte> name)
    {
        var table = buckets;
        var mask = table.Length - 1;
        for (var i = hash & mask; table[i] != 0; i = (i + 1) & mask)
        {
            ref readonly var known = ref names[table[i] - 1];
            if (known.Hash == hash && name.SequenceEqual(known.Utf8))
                return table[i] - 1;
        }

        return -1;
    }

    private void Insert(int slot)
    {
        var mask = buckets.Length - 1;
        var i = names[slot].Hash & mask;
        while (buckets[i] != 0)
            i = (i + 1) & mask;

        buckets[i] = slot + 1;
    }

    private readonly record struct Name(string Text, byte[] Utf8, int Hash)
    {
        public static Name Of(string text)
        {
            var utf8 = CodePoints.ToUtf8(text);
            return new Name(text, utf8, (int)ByteHash.Compute(utf8));
        }
    }
}
