using Activations.Access;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Stores;
using Activations.Telemetry;

namespace Activations.Hubs;

/// <summary>Changes hubs: load, change, save if the version is still the same.</summary>
/// <param name="store">Where the hubs are.</param>
/// <param name="time">The clock, for the pauses between attempts.</param>
/// <param name="instruments">What counts version conflicts; null for nothing.</param>
public sealed class HubChanger(IHubStore store, TimeProvider time, Instruments? instruments = null)
{
    private readonly SaveAttempts attempts = new(time, instruments, "hub");

    /// <summary>Changes a hub.</summary>
    /// <param name="reach">What the caller can reach.</param>
    /// <param name="id">Which.</param>
    /// <param name="change">The hub afterwards; the hub itself if nothing is to be saved. Called once for each attempt.</param>
    /// <param name="cancellationToken">Ends the wait; the change may have taken place all the same.</param>
    /// <returns>The hub afterwards.</returns>
    /// <exception cref="ResourceNotFoundException">There is no such hub.</exception>
    /// <exception cref="ConcurrentModificationException">Others kept changing the hub.</exception>
    public Task<Hub> ChangeAsync(
        Reach reach, HubId id, Func<Hub, Hub> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        return attempts.RunAsync(
            async () =>
            {
                var hub = await store.LoadAsync(reach, id, cancellationToken);
                if (hub is null or { DeletedAt: not null })
                    throw ResourceNotFoundException.Hub();
                var changed = change(hub);
                if (changed == hub)
                    return (true, hub);
                changed = changed with { Version = hub.Version + 1 };
                return (await store.SaveAsync(hub, changed, cancellationToken), changed);
            },
            cancellationToken);
    }
}
