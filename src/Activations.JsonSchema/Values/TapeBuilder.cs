using System.Buffers;
using System.Text.Json;

namespace Activations.JsonSchema.Values;

/// <summary>Lays a value out on a <see cref="JsonTape"/>, in memory that is borrowed until <see cref="Dispose"/>.</summary>
internal struct TapeBuilder
{
    private const int FirstEntries = 128;
    private const int FirstCopies = 256;
    private const int Outermost = -1;

    private readonly int maxDepth;
    private TapeEntry[] entries = ArrayPool<TapeEntry>.Shared.Rent(FirstEntries);
    private byte[] copies = [];
    private int count;
    private int copied;
    private int container = Outermost;
    private int depth;

    /// <param name="maxDepth">The deepest nesting of arrays and objects.</param>
    public TapeBuilder(int maxDepth) => this.maxDepth = maxDepth;

    /// <summary>Whether the nesting was too deep; the tape is of no use then.</summary>
    public bool IsTooDeep { get; private set; }

    public readonly ReadOnlySpan<TapeEntry> Entries => entries.AsSpan(0, count);

    public readonly ReadOnlySpan<byte> Copies => copies.AsSpan(0, copied);

    public readonly JsonTape Over(ReadOnlySpan<byte> source) => new(Entries, source, Copies);

    public readonly void Dispose()
    {
        ArrayPool<TapeEntry>.Shared.Return(entries);
        if (copies.Length > 0)
            ArrayPool<byte>.Shared.Return(copies);
    }

    /// <summary>Adds null, a boolean, or what JSON does not have.</summary>
    public void AddLiteral(JsonValueKind kind) => AddValue().Kind = kind;

    /// <summary>Adds a string or a number whose text is in the source.</summary>
    public void AddText(JsonValueKind kind, int start, int length)
    {
        ref var entry = ref AddValue();
        entry.Kind = kind;
        entry.Start = start;
        entry.Length = length;
    }

    public void AddInteger(int value, int start, int length)
    {
        ref var entry = ref AddValue();
        entry.Kind = JsonValueKind.Number;
        entry.Start = start;
        entry.Length = length;
        entry.Detail = value;
        entry.IsInt32 = true;
    }

    public void AddString(JsonText text)
    {
        var start = Copy(text);
        ref var entry = ref AddValue();
        entry.Kind = JsonValueKind.String;
        entry.Start = start;
        entry.Length = copied - start;
        entry.IsCopied = true;
    }

    public void AddNumber(JsonNumber number)
    {
        var start = copied;
        copied += number.Write(Room(number.MaxTextLength));
        ref var entry = ref AddValue();
        entry.Kind = JsonValueKind.Number;
        entry.Start = start;
        entry.Length = copied - start;
        entry.IsCopied = true;
        entry.IsInt32 = number.TryGetInt32(out entry.Detail);
    }

    /// <summary>Adds a member's name; its value has to follow.</summary>
    public void AddName(ReadOnlySpan<byte> source, int start, int length)
    {
        ref var entry = ref AddEntry();
        entry.Kind = JsonValueKind.String;
        entry.Start = start;
        entry.Length = length;
        entry.Detail = (int)ByteHash.Compute(source.Slice(start, length));
    }

    /// <summary>Adds a member's name; its value has to follow.</summary>
    public void AddName(JsonText text)
    {
        var start = Copy(text);
        ref var entry = ref AddEntry();
        entry.Kind = JsonValueKind.String;
        entry.Start = start;
        entry.Length = copied - start;
        entry.IsCopied = true;
        entry.Detail = (int)ByteHash.Compute(copies.AsSpan(start, entry.Length));
    }

    /// <summary>Begins an array or an object, unless that is one too many inside one another.</summary>
    public bool TryOpen(JsonValueKind kind)
    {
        if (++depth > maxDepth)
        {
            IsTooDeep = true;
            return false;
        }

        // While it is open, its end tells what is around it.
        ref var entry = ref AddValue();
        entry.Kind = kind;
        entry.End = container;
        container = count - 1;
        return true;
    }

    public void Close(ReadOnlySpan<byte> source)
    {
        ref var entry = ref entries[container];
        var opened = container;
        container = entry.End;
        entry.End = count;
        depth--;
        if (entry.Kind != JsonValueKind.Object || entry.Detail < 2)
            return;

        var replaced = RepeatedNames.Mark(entries.AsSpan(0, count), opened, Over(source));
        if (replaced == 0)
            return;

        entry.Detail -= replaced;
        count = RepeatedNames.Remove(entries.AsSpan(0, count), opened);
    }

    private ref TapeEntry AddValue()
    {
        if (container >= 0)
            entries[container].Detail++;

        return ref AddEntry();
    }

    private ref TapeEntry AddEntry()
    {
        if (count == entries.Length)
            Grow();

        ref var entry = ref entries[count];
        entry = default;
        entry.End = ++count;
        return ref entry;
    }

    private void Grow()
    {
        var larger = ArrayPool<TapeEntry>.Shared.Rent(entries.Length * 2);
        entries.CopyTo(larger, 0);
        ArrayPool<TapeEntry>.Shared.Return(entries);
        entries = larger;
    }

    private int Copy(JsonText text)
    {
        var start = copied;
        copied += text.CopyUtf8To(Room(text.MaxUtf8Length));
        return start;
    }

    private Span<byte> Room(int length)
    {
        if (copies.Length - copied < length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstCopies, Math.Max(copies.Length * 2, copied + length)));
            Copies.CopyTo(larger);
            if (copies.Length > 0)
                ArrayPool<byte>.Shared.Return(copies);

            copies = larger;
        }

        return copies.AsSpan(copied);
    }
}
