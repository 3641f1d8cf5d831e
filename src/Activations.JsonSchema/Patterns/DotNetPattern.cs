using System.Globalization;
using System.Text;

namespace Activations.JsonSchema.Patterns;

/// <summary>
/// Writes sets of code points for .NET's engine, which matches UTF-16 code units: what lies beyond the basic plane becomes pairs of
/// surrogates, so that one character of the pattern is one character of the text. A lone surrogate matches nothing.
/// </summary>
internal static class DotNetPattern
{
    private const int FirstSurrogate = 0xD800;
    private const int LastSurrogate = 0xDFFF;
    private const int FirstAstral = 0x10000;

    public static Piece Of(CodePointSet set)
    {
        var alternatives = new List<string>();
        var basic = Basic(set);
        if (basic.Count > 0)
            alternatives.Add(Class(basic));

        alternatives.AddRange(Astral(set));
        return alternatives.Count switch
        {
            0 => new Piece(@"[^\u0000-\uFFFF]", 1),
            1 when basic.Count > 0 => new Piece(alternatives[0], 1),
            _ => new Piece($"(?:{string.Join('|', alternatives)})", (2 * alternatives.Count) - 1),
        };
    }

    private static List<(int First, int Last)> Basic(CodePointSet set)
    {
        var basic = new List<(int First, int Last)>();
        foreach (var (first, last) in set.Ranges)
        {
            AddWithin(basic, first, last, 0, FirstSurrogate - 1);
            AddWithin(basic, first, last, LastSurrogate + 1, FirstAstral - 1);
        }

        return basic;
    }

    private static void AddWithin(List<(int First, int Last)> ranges, int first, int last, int least, int most)
    {
        if (first <= most && last >= least)
            ranges.Add((Math.Max(first, least), Math.Min(last, most)));
    }

    // High surrogates that go with the same low ones share an alternative.
    private static IEnumerable<string> Astral(CodePointSet set)
    {
        var lows = new SortedDictionary<int, List<(int First, int Last)>>();
        foreach (var (first, last) in set.Ranges)
        {
            for (var start = Math.Max(first, FirstAstral); start <= last;)
            {
                var end = Math.Min(last, start | 0x3FF);
                var high = FirstSurrogate + ((start - FirstAstral) >> 10);
                if (!lows.TryGetValue(high, out var list))
                    lows[high] = list = [];

                list.Add((0xDC00 + (start & 0x3FF), 0xDC00 + (end & 0x3FF)));
                start = end + 1;
            }
        }

        return lows
            .GroupBy(pair => Class(pair.Value), pair => (pair.Key, pair.Key))
            .Select(group => Class(CodePointSet.Of(group.ToArray()).Ranges) + group.Key);
    }

    private static string Class(IReadOnlyList<(int First, int Last)> ranges)
    {
        if (ranges is [var (first, last)] && first == last)
            return Unit(first);

        var text = new StringBuilder("[");
        foreach (var range in ranges)
        {
            text.Append(Unit(range.First));
            if (range.Last > range.First)
                text.Append('-').Append(Unit(range.Last));
        }

        return text.Append(']').ToString();
    }

    private static string Unit(int unit) => char.IsAsciiLetterOrDigit((char)unit)
        ? ((char)unit).ToString()
        : string.Create(CultureInfo.InvariantCulture, $@"\u{unit:X4}");
}

/// <summary>A part of a translated pattern.</summary>
/// <param name="Text">The part in .NET's syntax, ready for a quantifier.</param>
/// <param name="Size">How many states it takes the automaton, roughly.</param>
internal readonly record struct Piece(string Text, long Size);
