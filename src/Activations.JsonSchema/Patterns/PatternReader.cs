using System.Globalization;
using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Patterns;

/// <summary>Reads a pattern code point by code point, as ECMA-262's <c>u</c> flag asks (validation §6.3.3, core §6.4).</summary>
internal sealed class PatternReader(string source)
{
    private int position;

    public bool AtEnd => position >= source.Length;

    public int Position
    {
        get => position;
        set => position = value;
    }

    /// <summary>The code point ahead, or -1.</summary>
    public int Peek()
    {
        if (AtEnd)
            return -1;

        return char.IsHighSurrogate(source[position]) && position + 1 < source.Length && char.IsLowSurrogate(source[position + 1])
            ? char.ConvertToUtf32(source[position], source[position + 1])
            : source[position];
    }

    public int Read()
    {
        var codePoint = Peek();
        if (codePoint < 0)
            throw new PatternException("the pattern ends too early");

        position += codePoint > char.MaxValue ? 2 : 1;
        return codePoint;
    }

    public bool Accept(string text)
    {
        if (string.CompareOrdinal(source, position, text, 0, text.Length) != 0)
            return false;

        position += text.Length;
        return true;
    }

    public void Expect(string text)
    {
        if (!Accept(text))
            throw new PatternException($"'{text}' is missing at offset {position}");
    }

    public string ReadUntil(char end)
    {
        var found = source.IndexOf(end, position);
        if (found < 0)
            throw new PatternException($"'{end}' is missing");

        var text = source[position..found];
        position = found + 1;
        return text;
    }

    /// <summary>A decimal number, or null; saturates.</summary>
    public long? ReadNumber()
    {
        if (AtEnd || !char.IsAsciiDigit(source[position]))
            return null;

        long value = 0;
        for (; !AtEnd && char.IsAsciiDigit(source[position]); position++)
            value = Math.Min((value * 10) + source[position] - '0', int.MaxValue);

        return value;
    }

    /// <summary>Exactly so many hexadecimal digits, or -1 and nothing read.</summary>
    public int ReadHex(int digits)
    {
        if (position + digits > source.Length)
            return -1;

        var text = source.AsSpan(position, digits);
        if (!HexDigits.AreAllOf(text))
            return -1;

        position += digits;
        return int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
