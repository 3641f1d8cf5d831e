using System.Globalization;

namespace Activations.JsonSchema.Values;

/// <summary>Reads the escapes of a JSON string (RFC 8259 §7) that a JSON parser has accepted already.</summary>
internal static class EscapedText
{
    public static int ToUtf8(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        var written = 0;
        while (!text.IsEmpty)
        {
            var plain = text.IndexOf((byte)'\\');
            var run = plain < 0 ? text : text[..plain];
            run.CopyTo(destination[written..]);
            written += run.Length;
            if (plain < 0)
                break;

            written += CodePoints.Encode(ReadEscape(text[plain..], out var length), destination[written..]);
            text = text[(plain + length)..];
        }

        return written;
    }

    // A pair of \u escapes that form a surrogate pair is one code point; any other surrogate stands for itself.
    private static int ReadEscape(ReadOnlySpan<byte> text, out int length)
    {
        length = 2;
        if (text[1] != 'u')
            return Simple(text[1]);

        length = 6;
        int unit = ReadUnit(text);
        if (!char.IsHighSurrogate((char)unit) || text.Length < 12 || text[6] != '\\' || text[7] != 'u')
            return unit;

        int low = ReadUnit(text[6..]);
        if (!char.IsLowSurrogate((char)low))
            return unit;

        length = 12;
        return char.ConvertToUtf32((char)unit, (char)low);
    }

    private static ushort ReadUnit(ReadOnlySpan<byte> escape) =>
        ushort.Parse(escape.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static int Simple(byte letter) => letter switch
    {
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        _ => letter,
    };
}
