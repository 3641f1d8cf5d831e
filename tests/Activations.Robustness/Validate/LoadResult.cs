using System.Globalization;
using Activations.Robustness.Traffic;

namespace Activations.Robustness.Validate;

/// <summary>What came of the calls that were made in some time.</summary>
/// <param name="Calls">The calls.</param>
/// <param name="Length">The time.</param>
internal sealed record LoadResult(IReadOnlyList<TimedCall> Calls, TimeSpan Length)
{
    /// <summary>How many calls succeeded in a second, on average.</summary>
    public double Goodput => Calls.Count(call => call.Succeeded) / Length.TotalSeconds;

    /// <summary>How many calls were made in a second, on average.</summary>
    public double Offered => Calls.Count / Length.TotalSeconds;

    /// <summary>What came of those that were made after some time.</summary>
    public LoadResult After(TimeSpan time) => new([.. Calls.Where(call => call.Begun >= time)], Length - time);

    /// <summary>The share of the calls with such an answer.</summary>
    public double ShareOf(string reason) => (double)Calls.Count(call => call.Answer.Reason == reason) / Calls.Count;

    /// <summary>The time within which that share of the calls with such an answer were answered; zero if there are none.</summary>
    public TimeSpan Percentile(string reason, double share)
    {
        var times = Calls.Where(call => call.Answer.Reason == reason).Select(call => call.Took).Order().ToList();
        return times.Count == 0 ? TimeSpan.Zero : times[(int)(share * (times.Count - 1))];
    }

    /// <summary>When the last call was made that failed or took longer than that.</summary>
    public TimeSpan LastTrouble(TimeSpan patience) =>
        Calls.Where(call => !call.Succeeded || call.Took > patience).Select(call => call.Begun).DefaultIfEmpty().Max();

    /// <summary>The numbers, for people.</summary>
    public override string ToString() => string.Join("; ", Calls
        .GroupBy(call => call.Answer.Reason)
        .OrderByDescending(answers => answers.Count())
        .Select(answers => string.Create(
            CultureInfo.InvariantCulture,
            $"{answers.Count():N0} {answers.Key} (p50 {Milliseconds(answers.Key, 0.5)}, p99 {Milliseconds(answers.Key, 0.99)}, most {Milliseconds(answers.Key, 1)} ms)"))
        .Prepend(string.Create(CultureInfo.InvariantCulture, $"offered {Offered:N0}/s, goodput {Goodput:N0}/s")));

    private int Milliseconds(string reason, double share) => (int)Percentile(reason, share).TotalMilliseconds;
}
