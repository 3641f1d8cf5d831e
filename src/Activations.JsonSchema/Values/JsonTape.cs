namespace Activations.JsonSchema.Values;

/// <summary>
/// A JSON value laid out flat, so that any keyword may look at any part of it, and again, by an index: an array is followed by its
/// items, an object by its members, each a name and a value. Texts are UTF-8 without escapes; a lone surrogate in them, which JSON's
/// grammar lets through (RFC 8259 §8.2), stands as the three bytes of its code point. No object has two members of one name.
/// </summary>
internal readonly ref struct JsonTape(ReadOnlySpan<TapeEntry> entries, ReadOnlySpan<byte> source, ReadOnlySpan<byte> copies)
{
    private readonly ReadOnlySpan<TapeEntry> entries = entries;
    private readonly ReadOnlySpan<byte> source = source;
    private readonly ReadOnlySpan<byte> copies = copies;

    public ref readonly TapeEntry this[int index] => ref entries[index];

    /// <summary>The text of a string or a name.</summary>
    public ReadOnlySpan<byte> Text(int index) => Text(entries[index]);

    /// <summary>The text of a string or a name.</summary>
    public ReadOnlySpan<byte> Text(in TapeEntry entry) =>
        entry.IsCopied ? copies.Slice(entry.Start, entry.Length) : source.Slice(entry.Start, entry.Length);

    public string String(int index) => CodePoints.ToString(Text(index));

    public JsonNumber Number(int index) => JsonNumber.FromUtf8(Text(index));
}
