using System.Globalization;
using System.Numerics;
using System.Text;

namespace Activations.JsonSchema.Numbers;

/// <summary>A number that stands in a schema.</summary>
internal sealed class NumberConstant
{
    private readonly NumberParts parts;
    private readonly byte[] digits;
    private readonly BigInteger coefficient;

    public NumberConstant(ReadOnlySpan<byte> text)
    {
        var number = JsonNumber.FromUtf8(text);
        parts = number.Parts;
        digits = number.Digits.ToArray();
        coefficient = number.IsShort ? parts.Coefficient : ReadCoefficient(digits);
        Text = Encoding.ASCII.GetString(text);
        IsInt32 = number.TryGetInt32(out var integer);
        Int32 = integer;
    }

    /// <summary>The number as the schema writes it.</summary>
    public string Text { get; }

    /// <summary>Whether the value is an integer of few digits, <see cref="Int32"/>.</summary>
    public bool IsInt32 { get; }

    public int Int32 { get; }

    public JsonNumber Value => new(parts, digits);

    /// <summary>Whether <paramref name="number"/> is a whole number of times this one (validation §6.2.1), exactly.</summary>
    public bool Divides(JsonNumber number)
    {
        if (number.IsZero)
            return true;

        // Both coefficients end in a digit that is not zero: a smaller power of ten cannot be made up for.
        var shift = number.Parts.Exponent - parts.Exponent;
        if (shift < 0)
            return false;

        return digits.Length == 0 && number.IsShort
            ? DividesShort(number.Parts.Coefficient, shift)
            : (DecimalDigits.Remainder(number, coefficient) * BigInteger.ModPow(10, shift, coefficient) % coefficient).IsZero;
    }

    private static BigInteger ReadCoefficient(ReadOnlySpan<byte> digits) => BigInteger.Parse(
        Encoding.ASCII.GetString(digits).Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    private bool DividesShort(ulong dividend, long shift)
    {
        var divisor = parts.Coefficient;
        var remainder = dividend % divisor;
        if (remainder == 0 || shift == 0)
            return remainder == 0;

        return MultiplyModulo(remainder, PowerOfTenModulo(shift, divisor), divisor) == 0;
    }

    private static ulong PowerOfTenModulo(long exponent, ulong modulus)
    {
        var result = 1 % modulus;
        for (var factor = 10 % modulus; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) == 1)
                result = MultiplyModulo(result, factor, modulus);

            factor = MultiplyModulo(factor, factor, modulus);
        }

        return result;
    }

    private static ulong MultiplyModulo(ulong left, ulong right, ulong modulus)
    {
        var high = Math.BigMul(left, right, out var low);
        return high == 0 ? low % modulus : (ulong)(new UInt128(high, low) % modulus);
    }
}
