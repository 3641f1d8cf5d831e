using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace Activations.JsonSchema.Values;

/// <summary>
/// Lays JSON text out on a tape, in one pass. The text comes from a <see cref="JsonElement"/>, so it is known to be well-formed and is
/// not checked again: a string with a colon after it is a name, and what stands between values (white space, separators, comments that
/// the host chose to skip) is passed over.
/// </summary>
internal static class JsonTextReader
{
    private const int Int32Digits = 9;

    /// <summary>Reads an element, whose text is the tape's source.</summary>
    /// <returns><see langword="false"/> when the nesting is too deep.</returns>
    public static bool TryRead(JsonElement element, ref TapeBuilder tape, out ReadOnlySpan<byte> source)
    {
        // An element that was never set has no text.
        source = element.ValueKind == JsonValueKind.Undefined ? default : JsonMarshal.GetRawUtf8Value(element);
        if (source.IsEmpty)
            tape.AddLiteral(JsonValueKind.Undefined);

        Read(source, ref tape);
        return !tape.IsTooDeep;
    }

    private static void Read(ReadOnlySpan<byte> text, ref TapeBuilder tape)
    {
        var position = 0;
        while (position < text.Length && !tape.IsTooDeep)
        {
            position = text[position] switch
            {
                (byte)'"' => ReadText(text, position, ref tape),
                (byte)'{' => Open(JsonValueKind.Object, position, ref tape),
                (byte)'[' => Open(JsonValueKind.Array, position, ref tape),
                (byte)'}' or (byte)']' => Close(text, position, ref tape),
                (byte)'t' => ReadLiteral(JsonValueKind.True, position + 4, ref tape),
                (byte)'f' => ReadLiteral(JsonValueKind.False, position + 5, ref tape),
                (byte)'n' => ReadLiteral(JsonValueKind.Null, position + 4, ref tape),
                (byte)'-' or (>= (byte)'0' and <= (byte)'9') => ReadNumber(text, position, ref tape),
                (byte)'/' => SkipComment(text, position),
                _ => position + 1,
            };
            position = SkipSeparator(text, position);
        }
    }

    // What stands between most values: a comma, a space, both or neither.
    private static int SkipSeparator(ReadOnlySpan<byte> text, int position)
    {
        if (position < text.Length && text[position] == ',')
            position++;

        return position < text.Length && text[position] == ' ' ? position + 1 : position;
    }

    private static int Open(JsonValueKind kind, int position, ref TapeBuilder tape)
    {
        tape.TryOpen(kind);
        return position + 1;
    }

    private static int Close(ReadOnlySpan<byte> text, int position, ref TapeBuilder tape)
    {
        tape.Close(text);
        return position + 1;
    }

    private static int ReadLiteral(JsonValueKind kind, int end, ref TapeBuilder tape)
    {
        tape.AddLiteral(kind);
        return end;
    }

    private static int ReadText(ReadOnlySpan<byte> text, int quote, ref TapeBuilder tape)
    {
        var start = quote + 1;
        var length = IndexOfQuoteOrEscape(text[start..]);
        var isEscaped = text[start + length] != '"';
        if (isEscaped)
            length = FindQuote(text, start + length) - start;

        var end = SkipSpace(text, start + length + 1);
        var isName = end < text.Length && text[end] == ':';
        if (isEscaped)
            AddEscaped(text.Slice(start, length), isName, ref tape);
        else if (isName)
            tape.AddName(text, start, length);
        else
            tape.AddText(JsonValueKind.String, start, length);

        return isName ? end + 1 : end;
    }

    private static void AddEscaped(ReadOnlySpan<byte> text, bool isName, ref TapeBuilder tape)
    {
        if (isName)
            tape.AddName(JsonText.FromEscapedUtf8(text));
        else
            tape.AddString(JsonText.FromEscapedUtf8(text));
    }

    private static int FindQuote(ReadOnlySpan<byte> text, int position)
    {
        while (text[position] != '"')
        {
            position += text[position] == '\\' ? 2 : 0;
            position += IndexOfQuoteOrEscape(text[position..]);
        }

        return position;
    }

    // Most names and many texts are so short that one look at a vector finds their end.
    private static int IndexOfQuoteOrEscape(ReadOnlySpan<byte> text)
    {
        if (text.Length >= Vector128<byte>.Count)
        {
            var start = Vector128.Create(text);
            var found = Vector128.Equals(start, Vector128.Create((byte)'"')) | Vector128.Equals(start, Vector128.Create((byte)'\\'));
            if (found != Vector128<byte>.Zero)
                return BitOperations.TrailingZeroCount(found.ExtractMostSignificantBits());
        }

        return text.IndexOfAny((byte)'"', (byte)'\\');
    }

    private static int ReadNumber(ReadOnlySpan<byte> text, int start, ref TapeBuilder tape)
    {
        var isNegative = text[start] == '-';
        var first = isNegative ? start + 1 : start;
        var position = first;
        var value = 0;
        for (; position < text.Length && char.IsAsciiDigit((char)text[position]); position++)
            value = unchecked((value * 10) + text[position] - '0');

        var digits = position - first;
        while (position < text.Length && text[position] is (byte)'.' or (byte)'e' or (byte)'E' or (byte)'+' or (byte)'-' or (>= (byte)'0' and <= (byte)'9'))
            position++;

        if (position - first == digits && digits <= Int32Digits)
            tape.AddInteger(isNegative ? -value : value, start, position - start);
        else
            tape.AddText(JsonValueKind.Number, start, position - start);

        return position;
    }

    private static int SkipSpace(ReadOnlySpan<byte> text, int position)
    {
        while (position < text.Length && text[position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' or (byte)'/')
            position = text[position] == '/' ? SkipComment(text, position) : position + 1;

        return position;
    }

    private static int SkipComment(ReadOnlySpan<byte> text, int position)
    {
        var isLine = text[position + 1] == '/';
        var rest = text[(position + 2)..];
        var length = isLine ? rest.IndexOfAny((byte)'\n', (byte)'\r') : rest.IndexOf("*/"u8) + 2;
        return length < 0 ? text.Length : position + 2 + length;
    }
}
