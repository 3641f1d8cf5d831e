using System.Buffers;
using System.Text.Unicode;

namespace Activations.JsonSchema.Values;

/// <summary>Counts and converts text without refusing lone surrogates, which JSON's grammar lets through (RFC 8259 §8.2).</summary>
internal static class CodePoints
{
    public static int Count(ReadOnlySpan<char> utf16)
    {
        var count = utf16.Length;
        for (var i = 1; i < utf16.Length; i++)
        {
            if (char.IsLowSurrogate(utf16[i]) && char.IsHighSurrogate(utf16[i - 1]))
                count--;
        }

        return count;
    }

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

    public static bool IsContinuation(byte unit) => (unit & 0xC0) == 0x80;

    /// <summary>Whether UTF-8, well-formed otherwise, holds a surrogate: ED A0 to ED BF.</summary>
    public static bool HoldSurrogate(ReadOnlySpan<byte> utf8)
    {
        for (var lead = utf8.IndexOf((byte)0xED); lead >= 0 && lead + 1 < utf8.Length; lead = utf8.IndexOf((byte)0xED))
        {
            utf8 = utf8[(lead + 1)..];
            if (utf8[0] >= 0xA0)
                return true;
        }

        return false;
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

    public static int ToUtf16(ReadOnlySpan<byte> text, Span<char> destination)
    {
        Utf8.ToUtf16(text, destination, out _, out var written, replaceInvalidSequences: true);
        return written;
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
}
