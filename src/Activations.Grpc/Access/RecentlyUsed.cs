using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Activations.Grpc.Access;

/// <summary>
/// A bounded map that keeps what is used. There are two halves: what is added or found goes into the young one; when that is
/// full, the old one is dropped and the young one is the old one from then on. Whoever floods it with new keys can't put out
/// those that others use.
/// </summary>
/// <param name="limit">How many entries a half holds.</param>
internal sealed class RecentlyUsed<TKey, TValue>(int limit)
    where TKey : notnull
{
    private readonly Lock changing = new();
    private volatile ConcurrentDictionary<TKey, TValue> young = new();
    private volatile ConcurrentDictionary<TKey, TValue> old = new();
    private int count;

    /// <summary>Finds an entry.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value) =>
        young.TryGetValue(key, out value) || TryMoveUp(key, out value);

    /// <summary>Adds or replaces an entry.</summary>
    public void Set(TKey key, TValue value)
    {
        lock (changing)
        {
            old.TryRemove(key, out _);
            Add(key, value);
        }
    }

    /// <summary>Removes an entry.</summary>
    public void Remove(TKey key)
    {
        lock (changing)
        {
            if (young.TryRemove(key, out _))
                count--;
            old.TryRemove(key, out _);
        }
    }

    private bool TryMoveUp(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (!old.ContainsKey(key))
        {
            value = default;
            return false;
        }

        lock (changing)
        {
            if (!old.TryRemove(key, out value))
                return young.TryGetValue(key, out value);
            Add(key, value);
            return true;
        }
    }

    private void Add(TKey key, TValue value)
    {
        if (!young.TryAdd(key, value))
        {
            young[key] = value;
            return;
        }

        if (++count <= limit) // ConcurrentDictionary.Count takes every lock there is
            return;
        old = young;
        young = new ConcurrentDictionary<TKey, TValue>();
        count = 0;
    }
}
