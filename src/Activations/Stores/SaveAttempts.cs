using Activations.Errors;
using Activations.Telemetry;

namespace Activations.Stores;

/// <summary>
/// Makes attempts at a save that is refused when the version has changed: load again, decide again, a bounded number of
/// times.
/// </summary>
/// <param name="time">The clock, for the pauses between attempts.</param>
/// <param name="instruments">What counts conflicts; null for nothing.</param>
/// <param name="record">What is saved, for the counts.</param>
internal sealed class SaveAttempts(TimeProvider time, Instruments? instruments = null, string record = "")
{
    private const int MaxAttempts = 12;

    private readonly KeyValuePair<string, object?> tag = new("activations.record", record);

    /// <summary>Runs attempts until one is saved.</summary>
    /// <typeparam name="TResult">What came of it.</typeparam>
    /// <param name="attempt">Loads, decides and saves, and says whether it was saved.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ConcurrentModificationException">None was.</exception>
    public async Task<TResult> RunAsync<TResult>(
        Func<Task<(bool IsSaved, TResult Result)>> attempt, CancellationToken cancellationToken)
    {
        for (var number = 1; number <= MaxAttempts; number++)
        {
            if (number > 1)
                instruments?.Retries.Add(1, tag);
            if (await attempt() is (true, var result))
                return result;
            instruments?.Conflicts.Add(1, tag);
            await PauseAsync(number, cancellationToken);
        }

        throw new ConcurrentModificationException();
    }

    /// <summary>Waits for up to 2, 4, 8, … 64 ms, at random, so that replicas get out of each other's step.</summary>
    private Task PauseAsync(int attempt, CancellationToken cancellationToken)
    {
        var ceiling = 1 << Math.Min(attempt, 6);
        return Task.Delay(
            TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * ceiling), time, cancellationToken);
    }
}
