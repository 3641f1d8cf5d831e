using Activations.Errors;

namespace Activations.Stores.Mongo;

/// <summary>
/// Knows whether the database answers, so that nobody waits for one that does not: it is asked five times a second. Once it
/// has answered nobody for 1.2 s, the calls that wait for it end, and new ones are refused at once until it answers again.
/// That is longer than the driver needs to connect twice after it lost a connection, half a second each; callers who wait for
/// two seconds hear of it nevertheless.
/// </summary>
/// <param name="ask">Asks the database.</param>
/// <param name="time">The clock.</param>
internal sealed class MongoPresence(Func<CancellationToken, Task> ask, TimeProvider time) : IAsyncDisposable
{
    private const int TicksOfSilence = 6;
    private const string NoAnswer = "The database does not answer at present.";

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(0.2);

    private readonly CancellationTokenSource stop = new();
    private readonly Lock watchLock = new();
    private Task? watching;
    private long answers;
    private volatile CancellationTokenSource away = new();
    private volatile string fault = NoAnswer;

    /// <summary>Whether it does not answer.</summary>
    public bool IsAway => away.IsCancellationRequested;

    /// <summary>Begins to ask it.</summary>
    public void Watch()
    {
        lock (watchLock)
        {
            watching ??= WatchAsync();
        }
    }

    /// <summary>Makes a call, which ends when it turns out that the database does not answer.</summary>
    /// <exception cref="StoreUnavailableException">It does not, or the call failed.</exception>
    public async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var ending = away.Token;
        if (ending.IsCancellationRequested)
            throw new StoreUnavailableException(fault);

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ending);
        try
        {
            var result = await MongoFailure.TranslateAsync(() => call(either.Token), either.Token);
            Interlocked.Increment(ref answers);
            return result;
        }
        catch (OperationCanceledException e) when (ending.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new StoreUnavailableException(fault, e);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        if (watching is { } task)
            await task;
    }

    private async Task WatchAsync()
    {
        try
        {
            while (true)
            {
                using var over = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
                fault = await WaitForSilenceAsync(over.Token);
                await away.CancelAsync();
                await over.CancelAsync();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The store is closed.
        }
    }

    /// <summary>
    /// Asks until the database has answered nobody for too long; what is the matter then. Ticks are counted, not time: a
    /// process that was stopped for a while has ticks left to read the answer that is there.
    /// </summary>
    private async Task<string> WaitForSilenceAsync(CancellationToken cancellationToken)
    {
        var found = NoAnswer;
        var heard = Interlocked.Read(ref answers);
        var silence = 0;
        Task? question = null;
        while (silence < TicksOfSilence)
        {
            question ??= ask(cancellationToken);
            await Task.Delay(Tick, time, stop.Token);
            if (question.IsCompleted)
            {
                if (await FaultOfAsync(question) is { } failure)
                    found = failure;
                else
                    Interlocked.Increment(ref answers);
                question = null;
            }

            var now = Interlocked.Read(ref answers);
            silence = now == heard ? silence + 1 : 0;
            if (silence > 0)
                continue;
            (heard, found) = (now, NoAnswer);
            if (IsAway)
                away = new CancellationTokenSource();
        }

        return found;
    }

    private static async Task<string?> FaultOfAsync(Task question)
    {
        try
        {
            await question;
            return null;
        }
        catch (StoreUnavailableException e)
        {
            return e.Message;
        }
    }
}
