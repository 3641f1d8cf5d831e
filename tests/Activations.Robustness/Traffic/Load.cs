using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Activations.Robustness.Traffic;

/// <summary>
/// Callers who call at the same time, about a few users at a time, so that they get into each other's way. A caller who
/// does not know what became of a call waits until the service is ready again.
/// </summary>
internal sealed class Load : IAsyncDisposable
{
    private const int UsersAtOnce = 8;
    private const int CallsPerUser = 40;

    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<string, byte> names = [];
    private readonly Lock gate = new();
    private readonly Seat[] seats = new Seat[UsersAtOnce];
    private readonly History history;
    private readonly Target target;
    private readonly LoadOptions options;
    private readonly Task callers;
    private int madeCalls;
    private int users;

    private Load(History history, Target target, LoadOptions options)
    {
        (this.history, this.target, this.options) = (history, target, options);
        callers = Task.WhenAll(Enumerable.Range(0, options.Callers).Select(i => CallAsync(new Random(options.Seed + i))));
    }

    /// <summary>The external ids of the users so far.</summary>
    public ImmutableArray<string> Users => [.. names.Keys];

    /// <summary>Begins to call.</summary>
    public static Load Start(History history, Target target, LoadOptions options) => new(history, target, options);

    /// <summary>Waits until so many more calls were answered, one way or the other.</summary>
    public async Task MakesAsync(int calls)
    {
        var enough = Volatile.Read(ref madeCalls) + calls;
        while (Volatile.Read(ref madeCalls) < enough && !callers.IsCompleted)
            await Task.Delay(1);
        if (callers.IsFaulted)
            await callers;
    }

    /// <summary>Ends when each caller has its last answer.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        await callers;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await callers.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task CallAsync(Random random)
    {
        await Task.Yield();
        while (!stopping.IsCancellationRequested)
        {
            var user = NextUser(random);
            var call = await history.CallAsync(target.Any(random), user.Name, user.Next(random), options.Patience);
            user.Learn(call);
            Interlocked.Increment(ref madeCalls);
            if (call.Outcome is Outcome.Unknown)
                await BecomesReadyAsync();
        }
    }

    private async Task BecomesReadyAsync()
    {
        try
        {
            await target.BecomesReadyAsync(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Nobody calls again.
        }
    }

    private TrafficUser NextUser(Random random)
    {
        lock (gate)
        {
            ref var seat = ref seats[random.Next(UsersAtOnce)];
            if (seat.User is null || ++seat.Calls > CallsPerUser)
            {
                seat = new Seat { User = new TrafficUser($"{options.Name}-{++users}", history.Scene) };
                names[seat.User.Name] = 0;
            }

            return seat.User;
        }
    }

    private struct Seat
    {
        public TrafficUser? User;
        public int Calls;
    }
}

/// <summary>How a load is made.</summary>
/// <param name="Name">The users' external ids begin with it.</param>
/// <param name="Seed">What the callers ask for depends on it, and on what they are answered.</param>
internal sealed record LoadOptions(string Name, int Seed)
{
    /// <summary>How many call at once.</summary>
    public int Callers { get; init; } = 12;

    /// <summary>How long a caller waits for an answer.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);
}
