namespace Activations.JsonSchema.Formats;

/// <summary>The formats of RFC 3339 §5.6 (validation §7.3.1), letters in either case.</summary>
internal static class DateTimeFormats
{
    private const int DateLength = 10;

    public static bool IsDateTime(ReadOnlySpan<char> text) =>
        text.Length > DateLength && text[DateLength] is 'T' or 't' && IsDate(text[..DateLength]) && IsTime(text[(DateLength + 1)..]);

    public static bool IsDate(ReadOnlySpan<char> text)
    {
        if (text.Length != DateLength || text[4] != '-' || text[7] != '-')
            return false;

        return TryRead(text[..4], out var year)
            && TryRead(text[5..7], out var month)
            && TryRead(text[8..], out var day)
            && month is >= 1 and <= 12
            && day >= 1
            && day <= DaysIn(year, month);
    }

    public static bool IsTime(ReadOnlySpan<char> text)
    {
        if (text.Length < 9 || text[2] != ':' || text[5] != ':')
            return false;
        if (!TryRead(text[..2], out var hour) || !TryRead(text[3..5], out var minute) || !TryRead(text[6..8], out var second))
            return false;
        if (!TryReadOffset(SkipFraction(text[8..]), out var offset) || hour > 23 || minute > 59)
            return false;

        return second <= 59 || (second == 60 && IsLastMinuteOfDay((hour * 60) + minute - offset));
    }

    // Year 0000 is a leap year of the proleptic calendar, which DateTime does not have.
    private static int DaysIn(int year, int month) => DateTime.DaysInMonth(year == 0 ? 2000 : year, month);

    // A leap second is inserted after 23:59:59 UTC (RFC 3339 §5.7).
    private static bool IsLastMinuteOfDay(int utcMinutes) => (utcMinutes + 2880) % 1440 == 1439;

    private static ReadOnlySpan<char> SkipFraction(ReadOnlySpan<char> text)
    {
        if (text[0] != '.')
            return text;

        var end = text[1..].IndexOfAnyExceptInRange('0', '9');
        return end <= 0 ? [] : text[(end + 1)..];
    }

    private static bool TryReadOffset(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is ['Z' or 'z'])
            return true;
        if (text is not ['+' or '-', _, _, ':', _, _])
            return false;
        if (!TryRead(text[1..3], out var hour) || !TryRead(text[4..], out var minute) || hour > 23 || minute > 59)
            return false;

        minutes = ((hour * 60) + minute) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryRead(ReadOnlySpan<char> digits, out int value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
                return false;

            value = (value * 10) + digit - '0';
        }

        return true;
    }
}
