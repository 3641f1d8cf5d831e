using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Activations.Stores;

namespace Activations.Robustness.Subject;

/// <summary>
/// A store of a small capacity that is known: so many writes of end users at once, each of which takes some time more than
/// it does by itself. The others wait, for as long as their callers do.
/// </summary>
/// <param name="count">Writes at once.</param>
/// <param name="delay">What each takes more.</param>
/// <param name="holdFile">The path of a file: no write goes on while it is there.</param>
// A semaphore whose wait handle was never asked for holds nothing that needs disposing.
[SuppressMessage("Design", "CA1001", Justification = "The semaphore's wait handle is never made.")]
internal sealed class SmallStore(int count, TimeSpan delay, string? holdFile)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim slots = new(count, count);

    /// <summary>Puts one in front of a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="capacity">Writes at once and milliseconds for each, such as <c>4,20</c>.</param>
    /// <param name="holdFile">The path of a file: no write goes on while it is there.</param>
    public static IStore Of(IStore store, string capacity, string? holdFile)
    {
        var numbers = capacity.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        var small = new SmallStore(numbers[0], TimeSpan.FromMilliseconds(numbers[1]), holdFile);
        return new StoreWithEndUsers(store, EndUsersProxy.Of(store.EndUsers, (_, write, cancellationToken) => small.WriteAsync(write, cancellationToken)));
    }

    private async Task<bool> WriteAsync(Func<Task<bool>> writeAsync, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken);
        try
        {
            await Task.Delay(delay, cancellationToken);
            while (holdFile is not null && File.Exists(holdFile))
                await Task.Delay(Look, cancellationToken);
            return await writeAsync();
        }
        finally
        {
            slots.Release();
        }
    }
}
