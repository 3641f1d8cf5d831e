using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Activations.EndUsers;

/// <summary>Lets one caller at a time through for each key; the others wait in a queue.</summary>
/// <typeparam name="TKey">The keys.</typeparam>
internal sealed class KeyedQueue<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Gate> gates = [];
    private readonly Lock gatesLock = new();

    /// <summary>Waits for the turn; dispose what is answered to let the next caller through.</summary>
    public async Task<IDisposable> EnterAsync(TKey key, CancellationToken cancellationToken)
    {
        var gate = Join(key);
        try
        {
            await gate.Semaphore.WaitAsync(cancellationToken);
            return new Turn(this, key, gate);
        }
        catch (OperationCanceledException)
        {
            Leave(key, gate);
            throw;
        }
    }

    private Gate Join(TKey key)
    {
        lock (gatesLock)
        {
            ref var gate = ref CollectionsMarshal.GetValueRefOrAddDefault(gates, key, out _);
            gate ??= new Gate();
            gate.Callers++;
            return gate;
        }
    }

    private void Leave(TKey key, Gate gate)
    {
        lock (gatesLock)
        {
            gate.Callers--;
            if (gate.Callers == 0)
                gates.Remove(key);
        }
    }

    // A semaphore whose wait handle was never asked for holds nothing that needs disposing.
    [SuppressMessage("Design", "CA1001", Justification = "The semaphore's wait handle is never made.")]
    private sealed class Gate
    {
        public SemaphoreSlim Semaphore { get; } = new(1, 1);

        public int Callers { get; set; }
    }

    private sealed class Turn(KeyedQueue<TKey> queue, TKey key, Gate gate) : IDisposable
    {
        public void Dispose()
        {
            gate.Semaphore.Release();
            queue.Leave(key, gate);
        }
    }
}
