using Activations.Access;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Stores;
using Activations.Telemetry;

namespace Activations.EndUsers;

/// <summary>
/// Changes end users: load, decide, save if the version is still the same. Changes to one user queue up within this
/// process, so that a version conflict comes from another replica only; then it loads and decides again.
/// </summary>
/// <param name="store">Where the users are.</param>
/// <param name="ids">Where ids come from.</param>
/// <param name="time">The clock, for the pauses between attempts and how long calls wait.</param>
/// <param name="instruments">What counts version conflicts; null for nothing.</param>
public sealed class EndUserChanger(IEndUserStore store, IIdSource ids, TimeProvider time, Instruments? instruments = null)
{
    private readonly KeyedQueue<EndUserKey> queue = new(time);
    private readonly SaveAttempts attempts = new(time, instruments, "end_user");

    /// <summary>Changes a user.</summary>
    /// <typeparam name="TResult">What the caller wants to know.</typeparam>
    /// <param name="reach">What the caller can reach.</param>
    /// <param name="lookup">Which user.</param>
    /// <param name="parts">What has to be loaded to decide.</param>
    /// <param name="decide">The decision; called once for each attempt.</param>
    /// <param name="cancellationToken">Ends the wait; the change may have taken place all the same.</param>
    /// <returns>What came of it, and the user afterwards (with the parts that were loaded).</returns>
    /// <exception cref="ResourceNotFoundException">There is no such user, activation or connection.</exception>
    /// <exception cref="OverloadedException">Too many calls wait to change the user.</exception>
    /// <exception cref="ConcurrentModificationException">Other replicas kept changing the user.</exception>
    public async Task<(TResult Result, EndUser User)> ChangeAsync<TResult>(
        Reach reach,
        EndUserLookup lookup,
        EndUserParts parts,
        Func<EndUser, Decision<TResult>> decide,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decide);
        var key = await FindKeyAsync(reach, lookup, cancellationToken);
        using var turn = await queue.EnterAsync(key, cancellationToken);

        return await attempts.RunAsync(
            async () =>
            {
                var user = await store.LoadAsync(reach, new EndUserLookup.ByKey(key), parts, cancellationToken)
                    ?? throw lookup.NotFound();
                var decision = decide(user);
                if (decision.Edits.IsEmpty)
                    return (true, (decision.Result, user));

                var change = new EndUserChange
                {
                    From = user,
                    WriteId = ids.Next<WriteId>(),
                    Edits = decision.Edits,
                    Usage = decision.Usage,
                };
                return (await store.SaveAsync(change, cancellationToken), (decision.Result, change.Apply()));
            },
            cancellationToken);
    }

    private async Task<EndUserKey> FindKeyAsync(
        Reach reach, EndUserLookup lookup, CancellationToken cancellationToken)
    {
        if (lookup is EndUserLookup.ByKey { Key: var key })
            return reach.Allows(key) ? key : throw lookup.NotFound(); // nobody queues up for a user beyond the reach
        var user = await store.LoadAsync(reach, lookup, EndUserParts.Profile, cancellationToken);
        return user?.Key ?? throw lookup.NotFound();
    }
}
