using Activations.Errors;

namespace Activations.Stores.Mongo;

/// <summary>
/// Knows whether the database answers, so that nobody waits for one that does not: it is asked four times a second. Once it
/// has not answered anybody for 0.8 s, the calls that wait for it end, and new ones are refused at once until it answers
/// again. Even where an answer to somebody else makes it look once more, callers hear of it within two seconds.
/// </summary>
/// <param name="ask">Asks the database.</param>
/// <param name="time">The clock.</param>
internal sealed class MongoPresence(Func<CancellationToken, Task> ask, TimeProvider time) : IAsyncDisposable
{
    private const int Parts = 4;
    private const string NoAnswer = "The database does not answer at present.";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan Part = TimeSpan.FromSeconds(0.2);

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
                await Task.Delay(Interval, time, stop.Token);
                await NoteAsync(await FindFaultAsync());
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The store is closed.
        }
    }

    private async Task NoteAsync(string? found)
    {
        if (found is null && IsAway)
            away = new CancellationTokenSource();
        if (found is null || IsAway)
            return;

        fault = found;
        await away.CancelAsync();
    }

    /// <summary>
    /// What is the matter; null if the database answers, be it another call than ours. The wait has parts: a process that
    /// was stopped for a while finds that the time is over, but has a part left to read the answer that is there.
    /// </summary>
    private async Task<string?> FindFaultAsync()
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        var answersBefore = Interlocked.Read(ref answers);
        var found = NoAnswer;
        Task? question = null;
        for (var part = 0; part < Parts; part++)
        {
            question ??= ask(over.Token);
            var pause = Task.Delay(Part, time, stop.Token);
            if (await Task.WhenAny(question, pause) == question)
            {
                if (await FaultOfAsync(question) is not { } failure)
                    return null;
                (found, question) = (failure, null);
            }

            await pause;
        }

        await over.CancelAsync();
        return Interlocked.Read(ref answers) == answersBefore ? found : null;
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
