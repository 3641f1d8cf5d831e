using System.Globalization;

namespace Activations.Grpc.Configuration;

/// <summary>
/// Reads <see cref="LimitsOptions"/> value by value: the binder stops at the first that it can't convert, and takes a
/// duration of "30" for 30 days.
/// </summary>
internal static class LimitsConfiguration
{
    private const int MaxBurst = 1_000_000;
    private static readonly TimeSpan LongestDeadline = TimeSpan.FromDays(1);

    /// <summary>The limits; what is wrong is added to the problems, and has its default.</summary>
    public static LimitsOptions Read(IConfigurationSection section, ICollection<string> problems)
    {
        var defaults = new LimitsOptions();
        var rate = ReadRate(section, problems);
        var limits = new LimitsOptions
        {
            MaxBodyBytes = ReadWhole(section, "MaxBodyBytes", defaults.MaxBodyBytes, (1024, 64 * 1024 * 1024), problems),
            MaxConcurrentCalls = ReadWhole(section, "MaxConcurrentCalls", defaults.MaxConcurrentCalls, (0, 1_000_000), problems),
            RequestsPerSecond = rate,
            Burst = ReadWhole(section, "Burst", (int)Math.Ceiling(rate), (1, MaxBurst), problems),
            DefaultDeadline = ReadDuration(section, "DefaultDeadline", defaults.DefaultDeadline, problems),
            MaxDeadline = ReadDuration(section, "MaxDeadline", defaults.MaxDeadline, problems),
        };
        if (section["Burst"] is not null && section["RequestsPerSecond"] is null)
            problems.Add("Activations:Limits:Burst needs Activations:Limits:RequestsPerSecond: it is no limit by itself.");
        if (limits.DefaultDeadline > limits.MaxDeadline)
            problems.Add("Activations:Limits:DefaultDeadline must not be longer than Activations:Limits:MaxDeadline.");
        return limits;
    }

    private static int ReadWhole(
        IConfigurationSection section, string name, int otherwise, (int Least, int Most) range, ICollection<string> problems)
    {
        if (section[name] is not { } text)
            return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= range.Least && value <= range.Most)
        {
            return value;
        }

        problems.Add(string.Create(
            CultureInfo.InvariantCulture, $"{section.Path}:{name} must be a whole number, {range.Least}–{range.Most}."));
        return otherwise;
    }

    private static double ReadRate(IConfigurationSection section, ICollection<string> problems)
    {
        const string name = "RequestsPerSecond";
        if (section[name] is not { } text)
            return 0;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value is 0 or (>= 0.001 and <= MaxBurst))
        {
            return value;
        }

        problems.Add($"{section.Path}:{name} must be a number, 0.001–1000000, or 0 for no limit.");
        return 0;
    }

    private static TimeSpan ReadDuration(
        IConfigurationSection section, string name, TimeSpan otherwise, ICollection<string> problems)
    {
        if (section[name] is not { } text)
            return otherwise;
        if (ParseDuration(text) is { } value && value >= TimeSpan.FromMilliseconds(1) && value <= LongestDeadline)
            return value;

        problems.Add($"{section.Path}:{name} must be seconds, such as 30, or a time, such as 00:00:30; 1 ms–24 h.");
        return otherwise;
    }

    private static TimeSpan? ParseDuration(string text)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            return seconds <= LongestDeadline.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null;
    }
}
