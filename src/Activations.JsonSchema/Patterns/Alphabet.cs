using System.Globalization;
using System.Text;
using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Patterns;

/// <summary>
/// How code points become UTF-16 units for .NET's engine, which knows nothing else. ASCII stays what it is. All others, which the
/// engine would in part take for two units, or for word characters where ECMA-262 has none (§22.2.2.9), share one unit of the surrogate
/// range with those that the pattern does not tell from them; the text is encoded in the same way before it is matched. So each
/// character of a text is one character to the pattern, and classes stay small.
/// </summary>
internal sealed class Alphabet
{
    private const int FirstEncoded = 0x80;
    private const int FirstUnit = 0xD800;
    private const int LastUnit = 0xDFFF;

    private readonly int[] starts;
    private readonly char[] units;

    private Alphabet(int[] starts, char[] units)
    {
        this.starts = starts;
        this.units = units;
    }

    /// <summary>Makes the alphabet of a pattern with these sets of characters in it.</summary>
    public static Alphabet Of(IReadOnlyList<CodePointSet> sets)
    {
        var starts = new SortedSet<int> { FirstEncoded };
        foreach (var (first, last) in sets.SelectMany(set => set.Ranges))
        {
            starts.Add(first);
            starts.Add(last + 1);
        }

        var encoded = starts.Where(start => start is >= FirstEncoded and <= CodePointSet.Last).ToArray();
        return new Alphabet(encoded, AssignUnits(encoded, sets));
    }

    /// <summary>A set as a character class of .NET.</summary>
    public string Class(CodePointSet set)
    {
        var text = new StringBuilder("[");
        foreach (var (first, last) in set.Ranges)
        {
            if (first < FirstEncoded)
                Append(text, first, Math.Min(last, FirstEncoded - 1));
        }

        foreach (var unit in UnitsOf(set))
            Append(text, unit, unit);

        return text.Length == 1 ? @"[^\u0000-\uFFFF]" : text.Append(']').ToString();
    }

    /// <summary>Writes a text in this alphabet, one unit for each code point.</summary>
    public int Encode(ReadOnlySpan<byte> utf8, Span<char> destination)
    {
        Ascii.ToUtf16(utf8, destination, out var written);
        utf8 = utf8[written..];
        while (!utf8.IsEmpty)
        {
            var codePoint = CodePoints.Decode(utf8, out var length);
            destination[written++] = codePoint < FirstEncoded ? (char)codePoint : UnitOf(codePoint);
            utf8 = utf8[length..];
        }

        return written;
    }

    // Intervals that belong to the same sets get the same unit.
    private static char[] AssignUnits(int[] starts, IReadOnlyList<CodePointSet> sets)
    {
        var signatures = new ulong[starts.Length];
        for (var s = 0; s < sets.Count; s++)
        {
            foreach (var (first, last) in sets[s].Ranges)
            {
                for (var i = IndexFrom(starts, first); i < starts.Length && starts[i] <= last; i++)
                    signatures[i] = ByteHash.Combine(signatures[i], (ulong)s);
            }
        }

        var assigned = new Dictionary<ulong, char>();
        foreach (var signature in signatures)
        {
            if (FirstUnit + assigned.Count > LastUnit)
                throw new PatternException("the pattern tells too many characters beyond ASCII from each other");

            assigned.TryAdd(signature, (char)(FirstUnit + assigned.Count));
        }

        return Array.ConvertAll(signatures, signature => assigned[signature]);
    }

    private static int IndexFrom(int[] starts, int codePoint)
    {
        var index = Array.BinarySearch(starts, codePoint);
        return index < 0 ? ~index : index;
    }

    private static void Append(StringBuilder text, int first, int last)
    {
        text.Append(CultureInfo.InvariantCulture, $@"\u{first:X4}");
        if (last > first)
            text.Append(CultureInfo.InvariantCulture, $@"-\u{last:X4}");
    }

    private SortedSet<char> UnitsOf(CodePointSet set)
    {
        var found = new SortedSet<char>();
        foreach (var (first, last) in set.Ranges)
        {
            for (var i = IndexFrom(starts, first); i < starts.Length && starts[i] <= last; i++)
                found.Add(units[i]);
        }

        return found;
    }

    private char UnitOf(int codePoint)
    {
        var index = Array.BinarySearch(starts, codePoint);
        return units[index < 0 ? ~index - 1 : index];
    }
}
