using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Activations.Errors;
using Activations.Time;

namespace Activations.EndUsers;

/// <summary>
/// Lets one caller at a time through for each key; the others wait in a queue, unless it is too long. So callers of one key
/// can't take all the places that a service has for calls.
/// </summary>
/// <typeparam name="TKey">The keys.</typeparam>
/// <param name="time">The clock, for how long callers wait.</param>
internal sealed class KeyedQueue<TKey>(TimeProvider time)
    where TKey : notnull
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(0.5);

    private readonly Dictionary<TKey, Gate> gates = [];
    private readonly Lock gatesLock = new();

    /// <summary>Waits for the turn; dispose what is answered to let the next caller through.</summary>
    /// <exception cref="OverloadedException">Callers of this key have queued up for a while, and the wait would be too long.</exception>
    public async Task<IDisposable> EnterAsync(TKey key, CancellationToken cancellationToken)
    {
        var (gate, begunAt) = Join(key);
        try
        {
            await gate.Semaphore.WaitAsync(cancellationToken);
            return new Turn(this, key, gate, begunAt);
        }
        catch (OperationCanceledException)
        {
            Leave(key, gate, begunAt);
            throw;
        }
    }

    private (Gate Gate, long BegunAt) Join(TKey key)
    {
        lock (gatesLock)
        {
            ref var gate = ref CollectionsMarshal.GetValueRefOrAddDefault(gates, key, out _);
            gate ??= new Gate(time);
            var begunAt = gate.Pace.TryBegin(TimeSpan.MaxValue) ?? throw new OverloadedException();
            gate.Callers++;
            return (gate, begunAt);
        }
    }

    private void Leave(TKey key, Gate gate, long begunAt)
    {
        lock (gatesLock)
        {
            gate.Pace.End(begunAt);
            gate.Callers--;
            if (gate.Callers == 0)
                gates.Remove(key);
        }
    }

    // A semaphore whose wait handle was never asked for holds nothing that needs disposing.
    [SuppressMessage("Design", "CA1001", Justification = "The semaphore's wait handle is never made.")]
    private sealed class Gate(TimeProvider time)
    {
        public SemaphoreSlim Semaphore { get; } = new(1, 1);

        public Pace Pace { get; } = new(time, LongestWait);

        public int Callers { get; set; }
    }

    private sealed class Turn(KeyedQueue<TKey> queue, TKey key, Gate gate, long begunAt) : IDisposable
    {
        public void Dispose()
        {
            gate.Semaphore.Release();
            queue.Leave(key, gate, begunAt);
        }
    }
}
