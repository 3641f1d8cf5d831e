using System.Collections.Concurrent;
using System.Collections.Immutable;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Stores;

namespace Activations.Grpc.Access;

/// <summary>
/// When API keys were last used. A use costs no write: it is kept here, and written about once a minute and when the
/// service stops. What can't be written is kept for the next time.
/// </summary>
internal sealed partial class KeyUses(IStore store, TimeProvider time, ILogger<KeyUses> logger) : BackgroundService
{
    private static readonly TimeSpan FlushInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<ApiKeyId, long> uses = new(); // in UTC ticks
    private bool isFailing;

    /// <summary>Notes that a key is used now.</summary>
    public void Note(ApiKeyId id, DateTimeOffset now)
    {
        // A reader takes no lock, a writer does; and nobody asks for less than a second.
        if (!uses.TryGetValue(id, out var noted) || now.UtcTicks - noted >= TimeSpan.TicksPerSecond)
            uses[id] = now.UtcTicks;
    }

    /// <summary>Writes what was noted.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var taken = uses.Where(use => uses.TryRemove(use)).ToList();
        if (taken.Count == 0)
            return;
        try
        {
            await store.ApiKeys.RecordUsesAsync(
                taken.ToImmutableDictionary(use => use.Key, use => ToTime(use.Value)), cancellationToken);
            isFailing = false;
        }
        catch (Exception exception) when (exception is ActivationsException or OperationCanceledException)
        {
            foreach (var (id, ticks) in taken)
                uses.TryAdd(id, ticks);
            if (!isFailing)
                LogFailing(taken.Count, exception.Message);
            isFailing = true;
        }
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FlushAsync(cancellationToken); // the server was stopped before: there are no more calls
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(FlushInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await FlushAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left is written by StopAsync.
        }
    }

    private static DateTimeOffset ToTime(long ticks) => new(ticks - (ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    [LoggerMessage(31, LogLevel.Warning, "The last uses of {Count} API keys can't be written at present: {Message} Trying again")]
    private partial void LogFailing(int count, string message);
}
