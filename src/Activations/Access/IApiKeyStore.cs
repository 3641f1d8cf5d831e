using System.Collections.Immutable;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Paging;

namespace Activations.Access;

/// <summary>
/// Keeps API keys. Every call can throw <see cref="StoreUnavailableException"/>. G1 (durable), G5 (unchanged), G7 (pages)
/// and G11 (reach) of <see cref="EndUsers.IEndUserStore"/> hold here too. A key is in a reach if all that it is for is
/// (<see cref="Reach.Covers"/>).
/// </summary>
public interface IApiKeyStore
{
    /// <summary>Stores a new key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it is new; a key with that id is left as it is.</returns>
    Task<bool> AddAsync(ApiKey key, CancellationToken cancellationToken);

    /// <summary>Reads a key, whoever asks: it says who does.</summary>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ApiKey?> LoadAsync(ApiKeyId id, CancellationToken cancellationToken);

    /// <summary>Revokes a key; one that was revoked before stays as it is.</summary>
    /// <param name="reach">What can be reached.</param>
    /// <param name="id">Which.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellationToken">Ends the wait; the key may have been revoked all the same.</param>
    /// <returns>The key afterwards; null if there is none.</returns>
    Task<ApiKey?> RevokeAsync(Reach reach, ApiKeyId id, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Notes when keys were last used. A later time that is there already stays.</summary>
    /// <param name="uses">Keys and times. Keys that are not there are passed over.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task RecordUsesAsync(
        ImmutableDictionary<ApiKeyId, DateTimeOffset> uses, CancellationToken cancellationToken);

    /// <summary>Lists keys, those that were revoked or have ended too, ordered by id (G7).</summary>
    /// <param name="reach">What can be reached.</param>
    /// <param name="organisation">Those for this organisation only, if given.</param>
    /// <param name="page">Which page of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Page<ApiKey>> ListAsync(
        Reach reach, OrganisationId? organisation, PageRequest<ApiKeyId> page, CancellationToken cancellationToken);

    /// <summary>Counts keys.</summary>
    /// <param name="reach">What can be reached.</param>
    /// <param name="organisation">Those for this organisation only, if given.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<int> CountAsync(Reach reach, OrganisationId? organisation, CancellationToken cancellationToken);
}
