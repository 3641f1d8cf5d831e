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

    /// <summary>Reads an ordinary integer, which most numbers are.</summary>
    public static bool TryReadInteger(ReadOnlySpan<byte> text, out NumberParts parts)
    {
        parts = default;
        var start = text.Length > 0 && text[0] == '-' ? 1 : 0;
        var count = text.Length - start;
        if (count is 0 or > 18)
            return false;

        ulong value = 0;
        var zeros = 0;
        for (var i = start; i < text.Length; i++)
        {
            var digit = (uint)text[i] - '0';
            if (digit > 9)
                return false;

            value = (value * 10) + digit;
            zeros = digit == 0 ? zeros + 1 : 0;
        }

        if (value != 0)
            parts = new NumberParts(start == 1, value / PowersOfTen[zeros], CountDigits(value) - zeros, zeros);

        return true;
    }

    private static int CountDigits(ulong value)
    {
        var count = 1;
        while (count < PowersOfTen.Length && value >= PowersOfTen[count])
            count++;

        return count;
    }

    private ulong Scale(int length) => Coefficient * PowersOfTen[length - DigitCount];

    private static ulong[] BuildPowers()
    {
        var powers = new ulong[20];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;

        return powers;
    }
}
