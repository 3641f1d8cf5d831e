using System.Diagnostics;

namespace Activations.Robustness.Traffic;

/// <summary>Makes calls.</summary>
internal static class Arrivals
{
    private const int MostAtOnce = 5_000;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// Makes calls by a schedule, whether or not earlier ones have ended, as callers do who know nothing of each other.
    /// Answers when the last is made: they end later.
    /// </summary>
    public static async Task<IReadOnlyList<Task<TimedCall>>> OfferAsync(
        double perSecond, TimeSpan length, Func<int, Task<CallAnswer>> call)
    {
        var calls = new List<Task<TimedCall>>();
        var atOnce = 0;
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Tick);
        while (clock.Elapsed < length && await timer.WaitForNextTickAsync())
        {
            var due = (int)(Math.Min(clock.Elapsed.TotalSeconds, length.TotalSeconds) * perSecond);
            while (calls.Count < due)
                calls.Add(TimeAsync(clock, calls.Count, Limited));
        }

        return calls;

        async Task<CallAnswer> Limited(int number)
        {
            if (Volatile.Read(ref atOnce) >= MostAtOnce)
                return new CallAnswer(CallAnswer.NotMade);
            Interlocked.Increment(ref atOnce);
            var answer = await call(number);
            Interlocked.Decrement(ref atOnce);
            return answer;
        }
    }

    /// <summary>Makes calls for some time, so many at once: each caller makes the next one when the last has ended.</summary>
    public static async Task<IReadOnlyList<TimedCall>> KeepUpAsync(
        int callers, TimeSpan length, Func<int, Task<CallAnswer>> call)
    {
        var number = 0;
        var clock = Stopwatch.StartNew();
        var calls = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => CallAsync()));
        return [.. calls.SelectMany(ended => ended)];

        async Task<List<TimedCall>> CallAsync()
        {
            var ended = new List<TimedCall>();
            while (clock.Elapsed < length)
                ended.Add(await TimeAsync(clock, Interlocked.Increment(ref number), call));
            return ended;
        }
    }

    private static async Task<TimedCall> TimeAsync(Stopwatch clock, int number, Func<int, Task<CallAnswer>> call)
    {
        var begun = clock.Elapsed;
        var answer = await call(number);
        return new TimedCall(begun, clock.Elapsed - begun, answer);
    }
}
