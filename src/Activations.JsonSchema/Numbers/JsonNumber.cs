using System.Globalization;
using Activations.JsonSchema.Numbers;

namespace Activations.JsonSchema;

/// <summary>
/// The exact decimal value of a JSON number (RFC 8259 §6), of any size: two spellings of one value (1, 1.0, 10e-1) are equal.
/// </summary>
/// <remarks>Exponents beyond ±10^18 are taken as ±10^18.</remarks>
public readonly ref struct JsonNumber
{
    // More significant digits than these are compared where they stand instead of as an integer.
    private const int ShortDigits = 19;

    private readonly ReadOnlySpan<byte> digits;

    internal JsonNumber(NumberParts parts, ReadOnlySpan<byte> digits)
    {
        Parts = parts;
        this.digits = digits;
    }

    /// <summary>A 64-bit integer.</summary>
    public static JsonNumber FromInt64(long value)
    {
        Span<byte> text = stackalloc byte[20];
        value.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        return FromShort(text[..length]);
    }

    /// <summary>A double, as its shortest decimal that reads back as the same double (so 0.1 is one tenth).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite; JSON has no such number.</exception>
    public static JsonNumber FromDouble(double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "JSON has no number that is not finite.");

        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        return FromShort(text[..length]);
    }

    /// <summary>A number as JSON writes it. The text has to outlive the result.</summary>
    /// <exception cref="FormatException">The text is not a number.</exception>
    public static JsonNumber FromUtf8(ReadOnlySpan<byte> text)
    {
        if (NumberParts.TryReadPlain(text, out var parts))
            return new JsonNumber(parts, default);

        var scan = NumberScan.Of(text);
        return scan.DigitCount > ShortDigits
            ? new JsonNumber(scan.ToParts(0), text[scan.First..(scan.Last + 1)])
            : new JsonNumber(scan.ToParts(scan.Coefficient(text)), default);
    }

    internal NumberParts Parts { get; }

    /// <summary>Whether the digits fit the coefficient; otherwise they are in <see cref="Digits"/>.</summary>
    internal bool IsShort => digits.IsEmpty;

    /// <summary>The significant digits, perhaps with the point between them, of a number that is not short.</summary>
    internal ReadOnlySpan<byte> Digits => digits;

    /// <summary>Whether the value has no fraction (validation §6.1.1: 1.0 is an integer).</summary>
    internal bool IsInteger => Parts.Exponent >= 0;

    internal bool IsZero => Parts.DigitCount == 0;

    /// <summary>Enough room for <see cref="Write"/>, in bytes.</summary>
    internal int MaxTextLength => Math.Max(ShortDigits + 1, digits.Length) + 24;

    /// <summary>Writes the value as JSON does, digits and exponent, and returns the length.</summary>
    internal int Write(Span<byte> destination)
    {
        if (IsZero)
            return Copy("0"u8, destination);

        var length = Parts.IsNegative ? Copy("-"u8, destination) : 0;
        length += WriteDigits(destination[length..]);
        if (Parts.Exponent == 0)
            return length;

        length += Copy("e"u8, destination[length..]);
        Parts.Exponent.TryFormat(destination[length..], out var exponentLength, provider: CultureInfo.InvariantCulture);
        return length + exponentLength;
    }

    /// <summary>The value when it is an integer of at most nine digits.</summary>
    internal bool TryGetInt32(out int value)
    {
        value = 0;
        if (!IsShort || Parts.Exponent < 0 || Parts.DigitCount + Parts.Exponent > 9)
            return false;

        value = (int)Parts.Scale((int)(Parts.DigitCount + Parts.Exponent)) * (Parts.IsNegative ? -1 : 1);
        return true;
    }

    /// <summary>Negative, zero or positive as this value is less than, equal to or greater than the other.</summary>
    internal int CompareTo(in JsonNumber other)
    {
        if (Sign != other.Sign)
            return Sign.CompareTo(other.Sign);

        return Sign < 0 ? -CompareMagnitude(other) : CompareMagnitude(other);
    }

    private int Sign => IsZero ? 0 : Parts.IsNegative ? -1 : 1;

    private static JsonNumber FromShort(scoped ReadOnlySpan<byte> text)
    {
        var scan = NumberScan.Of(text);
        return new JsonNumber(scan.ToParts(scan.Coefficient(text)), default);
    }

    private static int Copy(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        text.CopyTo(destination);
        return text.Length;
    }

    private int WriteDigits(Span<byte> destination)
    {
        var length = 0;
        if (IsShort)
        {
            Parts.Coefficient.TryFormat(destination, out length, provider: CultureInfo.InvariantCulture);
            return length;
        }

        foreach (var digit in digits)
        {
            if (digit != '.')
                destination[length++] = digit;
        }

        return length;
    }

    private int CompareMagnitude(in JsonNumber other)
    {
        var size = (Parts.Exponent + Parts.DigitCount).CompareTo(other.Parts.Exponent + other.Parts.DigitCount);
        if (size != 0)
            return size;

        return IsShort && other.IsShort ? Parts.CompareDigits(other.Parts) : DecimalDigits.Compare(this, other);
    }
}
