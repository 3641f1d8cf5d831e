namespace Activations.Grpc.Transfer;

/// <summary>
/// The ids that imports of this service are storing at present. Whoever brings one of them waits until it is stored, and then
/// finds it: not every store has a unique index on ids within users.
/// </summary>
internal sealed class IdsAtWork
{
    private readonly Lock atWorkLock = new();
    private readonly Dictionary<object, TaskCompletionSource> atWork = [];

    /// <summary>Takes ids once nobody has any of them; all at once, so that nobody waits for each other.</summary>
    /// <param name="ids">The ids; of different kinds they are different.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Gives them back when it is disposed of.</returns>
    public async Task<IDisposable> TakeAsync(IReadOnlyCollection<object> ids, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task others;
            lock (atWorkLock)
            {
                if (ids.FirstOrDefault(atWork.ContainsKey) is not { } taken)
                    return Take(ids);
                others = atWork[taken].Task;
            }

            await others.WaitAsync(cancellationToken);
        }
    }

    private Taken Take(IReadOnlyCollection<object> ids)
    {
        var given = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var id in ids)
            atWork[id] = given;
        return new Taken(this, ids, given);
    }

    private sealed class Taken(IdsAtWork owner, IReadOnlyCollection<object> ids, TaskCompletionSource given) : IDisposable
    {
        public void Dispose()
        {
            lock (owner.atWorkLock)
            {
                foreach (var id in ids)
                    owner.atWork.Remove(id);
            }

            given.TrySetResult();
        }
    }
}
