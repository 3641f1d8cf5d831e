namespace Activations.JsonSchema.Numbers;

/// <summary>
/// A decimal number in its one normal form: its significant digits begin and end with a digit that is not zero, and the last of them
/// counts powers of ten by <paramref name="Exponent"/>. Zero has no digits.
/// </summary>
/// <param name="IsNegative">Whether the value is below zero.</param>
/// <param name="Coefficient">The significant digits as an integer, when there are at most 19; zero otherwise.</param>
/// <param name="DigitCount">The number of significant digits.</param>
/// <param name="Exponent">The power of ten of the last significant digit.</param>
internal readonly record struct NumberParts(bool IsNegative, ulong Coefficient, int DigitCount, long Exponent)
{
    private static readonly ulong[] PowersOfTen = BuildPowers();

    /// <summary>Compares digits that start at the same power of ten.</summary>
    public int CompareDigits(NumberParts other)
    {
        var length = Math.Max(DigitCount, other.DigitCount);
        return Scale(length).CompareTo(other.Scale(length));
    }

    /// <summary>Reads a number of up to 18 digits without an exponent, which most numbers are.</summary>
    public static bool TryReadPlain(ReadOnlySpan<byte> text, out NumberParts parts)
    {
        parts = default;
        var start = text.Length > 0 && text[0] == '-' ? 1 : 0;
        if (text.Length - start is 0 or > 18)
            return false;

        ulong value = 0;
        var point = -1;
        for (var i = start; i < text.Length; i++)
        {
            var digit = (uint)text[i] - '0';
            if (digit <= 9)
                value = (value * 10) + digit;
            else if (text[i] == '.' && point < 0 && i > start)
                point = i;
            else
                return false;
        }

        if (point == text.Length - 1)
            return false;

        parts = Normalize(start == 1, value, point < 0 ? 0 : point + 1 - text.Length);
        return true;
    }

    /// <summary>The digits as an integer, with zeros after them up to a length.</summary>
    public ulong Scale(int length) => Coefficient * PowersOfTen[length - DigitCount];

    private static NumberParts Normalize(bool isNegative, ulong value, int exponent)
    {
        if (value == 0)
            return default;

        for (; value % 10 == 0; exponent++)
            value /= 10;

        return new NumberParts(isNegative, value, CountDigits(value), exponent);
    }

    private static int CountDigits(ulong value)
    {
        var count = 1;
        while (count < PowersOfTen.Length && value >= PowersOfTen[count])
            count++;

        return count;
    }

    private static ulong[] BuildPowers()
    {
        var powers = new ulong[20];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;

        return powers;
    }
}
