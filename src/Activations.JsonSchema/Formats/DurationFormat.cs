namespace Activations.JsonSchema.Formats;

/// <summary>
/// The durations of ISO 8601 by the grammar of RFC 3339 appendix A (validation §7.3.1): units follow each other without gaps, and weeks
/// stand alone.
/// </summary>
internal static class DurationFormat
{
    public static bool IsDuration(ReadOnlySpan<char> text)
    {
        if (text is not ['P', ..])
            return false;

        text = text[1..];
        if (IsWeeks(text))
            return true;

        var time = text.IndexOf('T');
        var date = time < 0 ? text : text[..time];
        if (date.IsEmpty && time < 0)
            return false;

        return (date.IsEmpty || IsRun(date, "YMD")) && (time < 0 || IsRun(text[(time + 1)..], "HMS"));
    }

    private static bool IsWeeks(ReadOnlySpan<char> text) => text is [.., 'W'] && IsRun(text, "W");

    // One number for each unit, from any unit on, none left out in between.
    private static bool IsRun(ReadOnlySpan<char> text, string units)
    {
        var next = -1;
        while (!text.IsEmpty)
        {
            var digits = text.IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0)
                return false;

            var unit = units.IndexOf(text[digits], StringComparison.Ordinal);
            if (unit < 0 || (next >= 0 && unit != next))
                return false;

            next = unit + 1;
            text = text[(digits + 1)..];
        }

        return next >= 0;
    }
}
