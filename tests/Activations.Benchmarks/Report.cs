using System.Diagnostics;
using System.Globalization;

namespace Activations.Benchmarks;

/// <summary>Prints what was measured, and the numbers with the one they are held against.</summary>
internal static class Report
{
    public static void Title(string text) => Line($"\n{text}");

    public static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    /// <summary>The ratio of two numbers of this run, and the bar that it is to clear.</summary>
    public static void AtLeast(double ratio, double bar) => Line(
        $"  ratio {ratio:0.0}x; to be at least {bar:0.0}x: {(ratio >= bar ? "cleared" : "NOT CLEARED")}");

    /// <inheritdoc cref="AtLeast" />
    public static void AtMost(double ratio, double bar) => Line(
        $"  ratio {ratio:0.00}x; to be at most {bar:0.0#}x: {(ratio <= bar ? "cleared" : "NOT CLEARED")}");

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The mean of measurements, and half the width of its 95% interval (Student's t, as for 20 or more of them).</summary>
    public static (double Mean, double HalfWidth) MeanWithInterval(IReadOnlyList<double> values)
    {
        const double t = 2.09;
        var mean = values.Average();
        var variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
        return (mean, t * Math.Sqrt(variance / values.Count));
    }

    /// <summary>How long something took, in microseconds.</summary>
    public static async Task<double> MicrosecondsAsync(Func<Task> action)
    {
        var start = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    private static void Line(string text) => Console.WriteLine(text);
}
