using System.Collections.Concurrent;

namespace Activations.Grpc.Access;

/// <summary>
/// Keys as they were in the store at most <see cref="MaxAge"/> ago, also those that were not there. A key that another
/// replica revokes is refused here no later than that.
/// </summary>
/// <typeparam name="TId">The id of a key.</typeparam>
/// <typeparam name="TKey">What is known of a key.</typeparam>
/// <param name="time">Where the time comes from.</param>
internal abstract class KnownKeys<TId, TKey>(TimeProvider time)
    where TId : struct
    where TKey : class
{
    /// <summary>How old what is known may be.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private const int Limit = 10_000;

    private readonly RecentlyUsed<TId, Entry> entries = new(Limit);
    private readonly ConcurrentDictionary<TId, Lazy<Task<TKey?>>> loads = new();
    private readonly Lock keeping = new();
    private int forgotten;

    /// <summary>Finds a key; answers without waiting where it is known.</summary>
    /// <exception cref="Activations.Errors.StoreUnavailableException">It is not known, and the store can't be reached.</exception>
    public ValueTask<TKey?> FindAsync(TId id, CancellationToken cancellationToken)
    {
        if (entries.TryGet(id, out var entry) && time.GetElapsedTime(entry.ReadAt) < MaxAge)
            return ValueTask.FromResult(entry.Key);
        return new ValueTask<TKey?>(LoadOnce(id, entry?.Key).WaitAsync(cancellationToken));
    }

    /// <summary>Forgets a key that was changed, so that it is read anew.</summary>
    public void Forget(TId id)
    {
        // A load that has begun may have read the key before the change. It is not kept, and nobody else waits for it.
        lock (keeping)
        {
            forgotten++;
            loads.TryRemove(id, out _);
            entries.Remove(id);
        }
    }

    /// <summary>Reads a key from the store.</summary>
    /// <param name="id">Which.</param>
    /// <param name="before">What was known of it, to be answered again if it has not changed.</param>
    protected abstract Task<TKey?> LoadAsync(TId id, TKey? before);

    /// <summary>One load serves all who ask meanwhile. It goes on without them: the next caller wants its result.</summary>
    private Task<TKey?> LoadOnce(TId id, TKey? before)
    {
        Lazy<Task<TKey?>>? load = null;
        load = new(() => LoadAndKeepAsync(id, before, ended: () => loads.TryRemove(KeyValuePair.Create(id, load!))));
        return loads.GetOrAdd(id, load).Value;
    }

    private async Task<TKey?> LoadAndKeepAsync(TId id, TKey? before, Action ended)
    {
        try
        {
            var (then, readAt) = (Volatile.Read(ref forgotten), time.GetTimestamp());
            var key = await LoadAsync(id, before);
            lock (keeping)
            {
                if (then == forgotten)
                    entries.Set(id, new Entry(key, readAt));
            }

            return key;
        }
        finally
        {
            ended();
        }
    }

    private sealed record Entry(TKey? Key, long ReadAt);
}
