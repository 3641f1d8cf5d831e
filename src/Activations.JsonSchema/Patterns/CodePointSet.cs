namespace Activations.JsonSchema.Patterns;

/// <summary>A set of Unicode code points as sorted ranges that neither touch nor overlap.</summary>
internal sealed class CodePointSet
{
    public const int Last = 0x10FFFF;

    public static readonly CodePointSet Empty = new([]);
    public static readonly CodePointSet All = Range(0, Last);

    private readonly List<(int First, int Last)> ranges;

    private CodePointSet(List<(int First, int Last)> ranges) => this.ranges = ranges;

    public IReadOnlyList<(int First, int Last)> Ranges => ranges;

    public static CodePointSet Range(int first, int last) => new([(first, last)]);

    public static CodePointSet Single(int codePoint) => Range(codePoint, codePoint);

    public static CodePointSet Of(params ReadOnlySpan<(int First, int Last)> ranges) => Union(ranges.ToArray());

    public static CodePointSet Union(IEnumerable<CodePointSet> sets) => Union(sets.SelectMany(set => set.ranges));

    /// <summary>The ASCII characters of the set as bits, those below 64 and those above.</summary>
    public (ulong Low, ulong High) ToAsciiBits()
    {
        var bits = UInt128.Zero;
        foreach (var (first, last) in ranges)
        {
            for (var c = first; c <= Math.Min(last, 0x7F); c++)
                bits |= UInt128.One << c;
        }

        return ((ulong)bits, (ulong)(bits >> 64));
    }

    public CodePointSet Complement()
    {
        var gaps = new List<(int First, int Last)>();
        var next = 0;
        foreach (var (first, last) in ranges)
        {
            if (first > next)
                gaps.Add((next, first - 1));

            next = last + 1;
        }

        if (next <= Last)
            gaps.Add((next, Last));

        return new CodePointSet(gaps);
    }

    private static CodePointSet Union(IEnumerable<(int First, int Last)> ranges)
    {
        var merged = new List<(int First, int Last)>();
        foreach (var range in ranges.Order())
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1)
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, range.Last));
            else
                merged.Add(range);
        }

        return new CodePointSet(merged);
    }
}
