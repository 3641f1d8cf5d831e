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

    /// <summary>A pattern that is anchored at the start; null when it is no row of such runs.</summary>
    public static RunPattern? Of(PatternNode pattern)
    {
        if (pattern is not SequenceNode { Parts: [PlaceNode { Place: Operation.Start }, .. var parts] })
            return null;

        var endsText = parts is [.., PlaceNode { Place: Operation.End }];
        AsciiRun?[] found = [.. parts.Take(endsText ? parts.Length - 1 : parts.Length).Select(AsciiRun.Of)];
        AsciiRun[] runs = [.. found.OfType<AsciiRun>()];
        for (var i = 0; i < runs.Length; i++)
        {
            if (runs[i].Least != runs[i].Most && !EndsPlainly(runs[i], runs.AsSpan(i + 1)))
                return null;
        }

        return runs.Length == found.Length ? new RunPattern(runs, endsText) : null;
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
        public static AsciiRun? Of(PatternNode node) => node switch
        {
            CharacterNode character => Of(character.Set, 1, 1),
            RepeatNode { Part: CharacterNode character } repeat => Of(character.Set, repeat.Least, repeat.Most),
            _ => null,
        };

        public bool Contains(byte unit) => unit < 0x80 && (((unit < 64 ? Low : High) >> unit) & 1) != 0;

        public bool Meets(AsciiRun other) => ((Low & other.Low) | (High & other.High)) != 0;

        private static AsciiRun? Of(CodePointSet set, long least, long most)
        {
            var (low, high) = set.ToAsciiBits();
            return set.Ranges is [.., { Last: >= 0x80 }] ? null : new AsciiRun(low, high, least, most);
        }
    }
}
