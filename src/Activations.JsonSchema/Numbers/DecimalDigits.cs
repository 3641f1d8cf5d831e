using System.Globalization;
using System.Numerics;
using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Numbers;

/// <summary>Works on the digits of long numbers one after the other, so that cost grows with their text and nothing overflows.</summary>
internal static class DecimalDigits
{
    private const int ShortDigits = 20;

    /// <summary>Compares significant digits that start at the same power of ten.</summary>
    public static int Compare(JsonNumber left, JsonNumber right)
    {
        Span<byte> leftBuffer = stackalloc byte[ShortDigits];
        Span<byte> rightBuffer = stackalloc byte[ShortDigits];
        return Compare(Of(left, leftBuffer), Of(right, rightBuffer));
    }

    /// <summary>The remainder of a number's significant digits, read as an integer.</summary>
    public static BigInteger Remainder(JsonNumber number, BigInteger divisor)
    {
        Span<byte> buffer = stackalloc byte[ShortDigits];
        var remainder = BigInteger.Zero;
        ulong chunk = 0;
        ulong scale = 1;
        foreach (var digit in Of(number, buffer))
        {
            if (digit == '.')
                continue;

            chunk = (chunk * 10) + (uint)(digit - '0');
            scale *= 10;
            if (scale < 1_000_000_000_000_000_000)
                continue;

            remainder = ((remainder * scale) + chunk) % divisor;
            (chunk, scale) = (0, 1);
        }

        return ((remainder * scale) + chunk) % divisor;
    }

    public static ulong Hash(JsonNumber number)
    {
        var parts = number.Parts;
        var hash = ByteHash.Combine((ulong)parts.Exponent, parts.IsNegative ? 1UL : 0);
        if (number.IsShort)
            return ByteHash.Combine(hash, parts.Coefficient);

        foreach (var digit in number.Digits)
        {
            if (digit != '.')
                hash = ByteHash.Combine(hash, digit);
        }

        return hash;
    }

    private static ReadOnlySpan<byte> Of(JsonNumber number, Span<byte> buffer)
    {
        if (!number.IsShort)
            return number.Digits;

        number.Parts.Coefficient.TryFormat(buffer, out var length, provider: CultureInfo.InvariantCulture);
        return buffer[..length];
    }

    private static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var (l, r) = (0, 0);
        while (true)
        {
            if (l < left.Length && left[l] == '.')
                l++;
            if (r < right.Length && right[r] == '.')
                r++;
            if (l == left.Length || r == right.Length)
                return (left.Length - l).CompareTo(right.Length - r);

            var order = left[l++].CompareTo(right[r++]);
            if (order != 0)
                return order;
        }
    }
}
