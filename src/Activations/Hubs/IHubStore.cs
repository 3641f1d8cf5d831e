using Activations.Errors;
using Activations.Identifiers;

namespace Activations.Hubs;

/// <summary>
/// Keeps hubs. Every call can throw <see cref="StoreUnavailableException"/>. The guarantees are numbered as in
/// <see cref="EndUsers.IEndUserStore"/>: G1 (durable) and G5 (times, names and JSON come back unchanged) hold here too.
/// </summary>
public interface IHubStore
{
    /// <summary>Stores a new hub.</summary>
    /// <param name="hub">The hub.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it is new; a hub with that id is left as it is.</returns>
    Task<bool> AddAsync(Hub hub, CancellationToken cancellationToken);

    /// <summary>Reads a hub.</summary>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Hub?> LoadAsync(HubId id, CancellationToken cancellationToken);

    /// <summary>Whether no hub was ever stored.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<bool> IsEmptyAsync(CancellationToken cancellationToken);
}
