using System.Buffers;
using System.Text.Unicode;

namespace Activations.JsonSchema.Values;

/// <summary>
/// Counts and converts text without refusing lone surrogates, which JSON's grammar lets through (RFC 8259 §8.2); in UTF-8 they stand as
/// the three bytes of their code point.
/// </summary>
internal static class CodePoints
{
    private const int Replacement = 0xFFFD;
    private const int Last = 0x10FFFF;

    public static int Count(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var unit in utf8)
        {
            if (!IsContinuation(unit))
                count++;
        }

        return count;
    }

    public static string ToString(ReadOnlySpan<byte> utf8)
    {
        var buffer = ArrayPool<char>.Shared.Rent(utf8.Length);
        var text = new string(buffer, 0, ToUtf16(utf8, buffer));
        ArrayPool<char>.Shared.Return(buffer);
        return text;
    }

    public static byte[] ToUtf8(string text)
    {
        var buffer = new byte[text.Length * 3];
        return buffer[..ToUtf8(text, buffer)];
    }

    public static int ToUtf8(ReadOnlySpan<char> text, Span<byte> destination)
    {
        var written = 0;
        while (true)
        {
            var status = Utf8.FromUtf16(text, destination[written..], out var read, out var bytes, replaceInvalidSequences: false);
            written += bytes;
            if (status == OperationStatus.Done)
                return written;

            written += Encode(text[read], destination[written..]);
            text = text[(read + 1)..];
        }
    }

    /// <summary>Writes UTF-16, which takes no more units than the text has bytes.</summary>
    public static int ToUtf16(ReadOnlySpan<byte> text, Span<char> destination)
    {
        var written = 0;
        while (true)
        {
            var status = Utf8.ToUtf16(text, destination[written..], out var read, out var units, replaceInvalidSequences: false);
            written += units;
            if (status == OperationStatus.Done)
                return written;

            // Only a lone surrogate is left to decode, or what is not UTF-8: both are one unit.
            destination[written++] = (char)Decode(text[read..], out var length);
            text = text[(read + length)..];
        }
    }

    /// <summary>The first code point of a text; what is not UTF-8 is a replacement character for each byte.</summary>
    public static int Decode(ReadOnlySpan<byte> text, out int length)
    {
        var lead = text[0];
        length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
        var codePoint = length == 1 ? lead : lead & (0x7F >> Math.Max(length, 1));
        for (var i = 1; i < length; i++)
        {
            if (i == text.Length || !IsContinuation(text[i]))
                length = 0;
            else
                codePoint = (codePoint << 6) | (text[i] & 0x3F);
        }

        if (length > 0 && codePoint <= Last && codePoint >= LeastOf(length))
            return codePoint;

        length = 1;
        return Replacement;
    }

    public static int Encode(int codePoint, Span<byte> destination)
    {
        if (codePoint < 0x80)
        {
            destination[0] = (byte)codePoint;
            return 1;
        }

        var length = codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
        for (var i = length - 1; i > 0; i--, codePoint >>= 6)
            destination[i] = (byte)(0x80 | (codePoint & 0x3F));

        destination[0] = (byte)((0xF00 >> length) & 0xFF | codePoint);
        return length;
    }

    private static bool IsContinuation(byte unit) => (unit & 0xC0) == 0x80;

    private static int LeastOf(int length) => length switch { 1 => 0, 2 => 0x80, 3 => 0x800, _ => 0x10000 };
}
