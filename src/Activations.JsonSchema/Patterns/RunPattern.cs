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

        AsciiRun[] ascii = [.. runs.Select(AsciiRun.Of)];
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
        foreach (ref readonly var run in runs.AsSpan())
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
            if (run.Meets(next))
                return false;
            if (next.Least > 0)
                break;
        }

        return true;
    }

    private readonly record struct AsciiRun(ulong Low, ulong High, long Least, long Most)
    {
        public static AsciiRun Of(Run run)
        {
            var bits = UInt128.Zero;
            foreach (var (first, last) in run.Set.Ranges)
            {
                for (var c = first; c <= last; c++)
                    bits |= UInt128.One << c;
            }

            return new AsciiRun((ulong)bits, (ulong)(bits >> 64), run.Least, run.Most);
        }

        public bool Contains(byte unit) => unit < 0x80 && (((unit < 64 ? Low : High) >> unit) & 1) != 0;

        public bool Meets(AsciiRun other) => ((Low & other.Low) | (High & other.High)) != 0;
    }
}
