using System.Globalization;

namespace Activations.Grpc.CommandLine;

/// <summary>
/// Says how far a long command is: on a terminal in one line that is written over, elsewhere in a line every few seconds.
/// </summary>
/// <param name="error">Standard error.</param>
/// <param name="what">What is counted, such as "lines".</param>
internal sealed class Progress(TextWriter error, string what)
{
    private const int Width = 24;

    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Elsewhere = TimeSpan.FromSeconds(5);

    private readonly bool isTerminal = !Console.IsErrorRedirected;
    private readonly long begun = TimeProvider.System.GetTimestamp();
    private TimeSpan said;
    private bool isLineOpen;

    /// <summary>Says it, if it is time to.</summary>
    /// <param name="count">How many are done.</param>
    /// <param name="done">Which part of the whole that is, 0–1; null where the whole is not known.</param>
    public async Task ReportAsync(long count, double? done)
    {
        var elapsed = TimeProvider.System.GetElapsedTime(begun);
        if (elapsed - said < (isTerminal ? OnTerminal : Elsewhere))
            return;
        said = elapsed;
        var text = Describe(count, done, elapsed);
        if (!isTerminal)
        {
            await error.WriteLineAsync(text);
            return;
        }

        isLineOpen = true;
        await error.WriteAsync($"\r{text}\u001b[K"); // and what an earlier, longer line left (ECMA-48, EL)
    }

    /// <summary>Leaves the line, so that others can be written.</summary>
    public async Task EndAsync()
    {
        if (isLineOpen)
            await error.WriteLineAsync();
        isLineOpen = false;
    }

    /// <summary>How many a second, since the beginning.</summary>
    public double RateOf(long count) => RateOf(count, TimeProvider.System.GetElapsedTime(begun));

    /// <summary>The line.</summary>
    public string Describe(long count, double? done, TimeSpan elapsed)
    {
        var counted = string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}, {RateOf(count, elapsed):N0}/s");
        if (done is not { } part)
            return counted;
        part = Math.Clamp(part, 0, 1);
        var filled = (int)(part * Width);
        var bar = new string('#', filled).PadRight(Width, '.');
        var left = part > 0 ? $", {TextOf(elapsed * ((1 - part) / part))} left" : "";
        return string.Create(CultureInfo.InvariantCulture, $"[{bar}] {part * 100:0} %  {counted}{left}");
    }

    private static double RateOf(long count, TimeSpan elapsed) => count / Math.Max(elapsed.TotalSeconds, 0.001);

    private static string TextOf(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min")
        : time.TotalMinutes >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds} s")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s");
}
