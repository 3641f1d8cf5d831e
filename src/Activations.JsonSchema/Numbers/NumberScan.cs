namespace Activations.JsonSchema.Numbers;

/// <summary>Where the significant digits of a number's text are, found in one pass and without arithmetic on them.</summary>
internal ref struct NumberScan
{
    private const long ExponentBound = 1_000_000_000_000_000_000;

    private int firstOrdinal;
    private int lastOrdinal;
    private int integerDigits;
    private long exponent;

    /// <summary>The offset of the first digit that is not zero.</summary>
    public int First { get; private set; }

    /// <summary>The offset of the last digit that is not zero.</summary>
    public int Last { get; private set; }

    public bool IsNegative { get; private set; }

    public readonly int DigitCount => lastOrdinal - firstOrdinal + 1;

    public static NumberScan Of(scoped ReadOnlySpan<byte> text)
    {
        var scan = new NumberScan { IsNegative = text.StartsWith("-"u8), firstOrdinal = 0, lastOrdinal = -1 };
        var end = text.IndexOfAny((byte)'e', (byte)'E');
        scan.ReadDigits(end < 0 ? text : text[..end]);
        if (end >= 0)
            scan.exponent = ReadExponent(text[(end + 1)..]);

        return scan;
    }

    public readonly NumberParts ToParts(ulong coefficient) => DigitCount == 0
        ? default
        : new NumberParts(IsNegative, coefficient, DigitCount, exponent + integerDigits - 1 - lastOrdinal);

    public readonly ulong Coefficient(scoped ReadOnlySpan<byte> text)
    {
        ulong value = 0;
        for (var i = First; i <= Last && DigitCount > 0; i++)
        {
            if (text[i] != '.')
                value = (value * 10) + (uint)(text[i] - '0');
        }

        return value;
    }

    private void ReadDigits(scoped ReadOnlySpan<byte> text)
    {
        var ordinal = 0;
        var point = -1;
        for (var i = IsNegative ? 1 : 0; i < text.Length; i++)
        {
            if (text[i] == '.' && point < 0)
                point = ordinal;
            else if (char.IsAsciiDigit((char)text[i]))
                ReadDigit(text[i], i, ordinal++);
            else
                throw NotANumber();
        }

        if (ordinal == 0)
            throw NotANumber();

        integerDigits = point < 0 ? ordinal : point;
    }

    private void ReadDigit(byte digit, int offset, int ordinal)
    {
        if (digit == '0')
            return;

        if (DigitCount == 0)
        {
            firstOrdinal = ordinal;
            First = offset;
        }

        lastOrdinal = ordinal;
        Last = offset;
    }

    private static long ReadExponent(scoped ReadOnlySpan<byte> text)
    {
        var negative = text.StartsWith("-"u8);
        var start = negative || text.StartsWith("+"u8) ? 1 : 0;
        if (start == text.Length)
            throw NotANumber();

        long value = 0;
        foreach (var digit in text[start..])
        {
            if (!char.IsAsciiDigit((char)digit))
                throw NotANumber();

            value = value >= ExponentBound / 10 ? ExponentBound : (value * 10) + (digit - '0');
        }

        return negative ? -value : value;
    }

    private static FormatException NotANumber() => new("The text is not a JSON number.");
}
