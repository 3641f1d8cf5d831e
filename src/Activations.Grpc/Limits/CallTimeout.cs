using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Activations.Grpc.Limits;

/// <summary>
/// How long a caller gives a call: the header <c>grpc-timeout</c> (gRPC over HTTP/2, "Timeout"), which is taken over REST
/// too.
/// </summary>
internal static class CallTimeout
{
    /// <summary>The header.</summary>
    public const string Header = "grpc-timeout";

    private const int MaxDigits = 8;

    /// <summary>Whether there is a time, such as <c>250m</c>.</summary>
    public static bool TryParse(StringValues header, out TimeSpan timeout)
    {
        timeout = default;
        if (header is not [{ Length: >= 2 and <= MaxDigits + 1 } text]
            || TicksOf(text[^1]) is not { } ticks
            || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        timeout = TimeSpan.FromTicks((long)(count * ticks));
        return true;
    }

    /// <summary>A time in milliseconds, which has no more than 8 digits for a day.</summary>
    public static string Format(TimeSpan timeout) =>
        ((long)timeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) + "m";

    private static decimal? TicksOf(char unit) => unit switch
    {
        'H' => TimeSpan.TicksPerHour,
        'M' => TimeSpan.TicksPerMinute,
        'S' => TimeSpan.TicksPerSecond,
        'm' => TimeSpan.TicksPerMillisecond,
        'u' => TimeSpan.TicksPerMicrosecond,
        'n' => 0.01m,
        _ => null,
    };
}
