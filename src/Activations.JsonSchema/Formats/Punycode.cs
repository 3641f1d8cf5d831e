namespace Activations.JsonSchema.Formats;

/// <summary>Decodes Punycode (RFC 3492 §6.2).</summary>
internal static class Punycode
{
    private const int Base = 36;
    private const int Damp = 700;
    private const int Skew = 38;
    private const int LeastThreshold = 1;
    private const int MostThreshold = 26;

    /// <summary>The code points, or null when the text is not Punycode.</summary>
    public static List<int>? Decode(ReadOnlySpan<char> text)
    {
        var output = new List<int>();
        var delimiter = text.LastIndexOf('-');
        foreach (var basic in text[..Math.Max(delimiter, 0)])
            output.Add(basic);

        var (codePoint, bias, index) = (128L, 72, 0L);
        for (var position = delimiter + 1; position < text.Length;)
        {
            var former = index;
            if (!TryReadInteger(text, ref position, bias, ref index))
                return null;

            var count = output.Count + 1;
            bias = Adapt(index - former, count, isFirst: former == 0);
            codePoint += index / count;
            index %= count;
            if (codePoint > 0x10FFFF)
                return null;

            output.Insert((int)index++, (int)codePoint);
        }

        return output;
    }

    private static bool TryReadInteger(ReadOnlySpan<char> text, ref int position, int bias, ref long value)
    {
        var weight = 1L;
        for (var k = Base; position < text.Length; k += Base)
        {
            var digit = DigitOf(text[position++]);
            value += digit * weight;
            if (digit < 0 || value > int.MaxValue)
                return false;

            var threshold = Math.Clamp(k - bias, LeastThreshold, MostThreshold);
            if (digit < threshold)
                return true;

            weight *= Base - threshold;
            if (weight > int.MaxValue)
                return false;
        }

        return false;
    }

    private static int DigitOf(char c) => c switch
    {
        >= 'a' and <= 'z' => c - 'a',
        >= 'A' and <= 'Z' => c - 'A',
        >= '0' and <= '9' => c - '0' + 26,
        _ => -1,
    };

    private static int Adapt(long delta, int count, bool isFirst)
    {
        delta = isFirst ? delta / Damp : delta / 2;
        delta += delta / count;
        var k = 0;
        for (; delta > (Base - LeastThreshold) * MostThreshold / 2; k += Base)
            delta /= Base - LeastThreshold;

        return k + (int)((Base - LeastThreshold + 1) * delta / (delta + Skew));
    }
}
