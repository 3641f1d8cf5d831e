using Activations.Errors;
using Activations.Identifiers;
using Activations.Paging;

namespace Activations.Access;

/// <summary>
/// Keeps signing keys. Every call can throw <see cref="StoreUnavailableException"/>. G1 (durable), G5 (unchanged), G7
/// (pages) and G11 (reach) of <see cref="EndUsers.IEndUserStore"/> hold here too.
/// </summary>
public interface ISigningKeyStore
{
    /// <summary>Stores a new key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it is new; a key with that id, of whatever hub, is left as it is.</returns>
    Task<bool> AddAsync(SigningKey key, CancellationToken cancellationToken);

    /// <summary>Reads a key, whoever asks: it says who does.</summary>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<SigningKey?> LoadAsync(SigningKeyId id, CancellationToken cancellationToken);

    /// <summary>Deletes a key.</summary>
    /// <param name="reach">What can be reached.</param>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Ends the wait; the key may have been deleted all the same.</param>
    /// <returns>Whether there was one.</returns>
    Task<bool> DeleteAsync(Reach reach, SigningKeyId id, CancellationToken cancellationToken);

    /// <summary>Lists the keys of a hub, ordered by id (G7).</summary>
    /// <param name="reach">What can be reached.</param>
    /// <param name="hub">The hub.</param>
    /// <param name="page">Which page of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Page<SigningKey>> ListAsync(
        Reach reach, HubId hub, PageRequest<SigningKeyId> page, CancellationToken cancellationToken);

    /// <summary>Counts the keys of a hub.</summary>
    /// <param name="reach">What can be reached.</param>
    /// <param name="hub">The hub.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<int> CountAsync(Reach reach, HubId hub, CancellationToken cancellationToken);
}
