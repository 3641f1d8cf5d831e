using System.CommandLine;
using System.Globalization;

namespace Activations.Grpc.CommandLine;

/// <summary>Reads when something is to end: a time, or how long from now.</summary>
internal static class Ends
{
    /// <summary><c>--expires</c>.</summary>
    public static Option<DateTimeOffset?> Option() => new("--expires")
    {
        Description = "When it ends: a time such as 2030-01-31T12:00:00Z, or how long from now, such as 90d or 12h. Without it, it does not.",
        HelpName = "time",
        CustomParser = result =>
        {
            if (Read(result.Tokens[0].Value, TimeProvider.System.GetUtcNow()) is { } end)
                return end;
            result.AddError("--expires takes a time such as 2030-01-31T12:00:00Z, or a duration of days, hours or minutes, such as 90d, 12h or 30m.");
            return null;
        },
    };

    /// <summary>Reads a time, or a duration from now on; null if it is neither.</summary>
    public static DateTimeOffset? Read(string text, DateTimeOffset now)
    {
        if (text.Length > 1 && uint.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return UnitOf(text[^1]) is { } unit && count <= (DateTimeOffset.MaxValue - now) / unit ? now + (count * unit) : null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }

    private static TimeSpan? UnitOf(char letter) => letter switch
    {
        'd' => TimeSpan.FromDays(1),
        'h' => TimeSpan.FromHours(1),
        'm' => TimeSpan.FromMinutes(1),
        _ => null,
    };
}
