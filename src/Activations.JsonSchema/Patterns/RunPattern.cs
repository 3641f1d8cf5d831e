namespace Activations.JsonSchema.Patterns;

/// <summary>
/// The quick way through the commonest patterns, such as <c>^[a-z][a-z0-9-]{0,30}$</c>: runs of ASCII characters in a row from the start
/// of the text, where the end of each run is plain from the character that follows. One look at each character decides.
/// </summary>
internal sealed class RunPattern
{
    private readonly AsciiRun[] runs;
    private readonly bool endsText;

    private RunPattern(AsciiRun[] runs, bool endsText)
    {
        this.runs = runs;
        this.endsText = endsText;
    }

    /// <summary>The runs as a pattern that is anchored at the start; null when they need a real engine.</summary>
    public static RunPattern? Of(IReadOnlyList<Run> runs, bool endsText)
    {
        if (runs.Any(run => run.Set.Ranges.Any(range => range.Last >= 0x80)))
            return null;

        AsciiRun[] ascii = [.. runs.Select(run => new AsciiRun(ToBits(run.Set), run.Least, run.Most))];
        for (var i = 0; i < ascii.Length; i++)
        {
            if (ascii[i].Least != ascii[i].Most && !EndsPlainly(ascii[i], ascii.AsSpan(i + 1)))
                return null;
        }

        return new RunPattern(ascii, endsText);
    }

    public bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        var position = 0;
        foreach (var run in runs)
        {
            var start = position;
            while (position < utf8.Length && position - start < run.Most && run.Contains(utf8[position]))
                position++;

            if (position - start < run.Least)
                return false;
        }

        return !endsText || position == utf8.Length;
    }

    // Nothing that may come next may also continue the run.
    private static bool EndsPlainly(AsciiRun run, ReadOnlySpan<AsciiRun> rest)
    {
        foreach (var next in rest)
        {
            if ((run.Bits & next.Bits) != UInt128.Zero)
                return false;
            if (next.Least > 0)
                break;
        }

        return true;
    }

    private static UInt128 ToBits(CodePointSet set)
    {
        var bits = UInt128.Zero;
        foreach (var (first, last) in set.Ranges)
        {
            for (var c = first; c <= last; c++)
                bits |= UInt128.One << c;
        }

        return bits;
    }

    private readonly record struct AsciiRun(UInt128 Bits, long Least, long Most)
    {
        private readonly ulong low = (ulong)Bits;
        private readonly ulong high = (ulong)(Bits >> 64);

        public bool Contains(byte unit) => unit < 0x80 && (((unit < 64 ? low : high) >> unit) & 1) != 0;
    }
}
