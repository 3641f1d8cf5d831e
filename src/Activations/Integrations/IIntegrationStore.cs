using System.Collections.Immutable;
using Activations.Errors;
using Activations.Identifiers;

namespace Activations.Integrations;

/// <summary>
/// Keeps integrations with their connection templates. Every call can throw <see cref="StoreUnavailableException"/>.
/// G1 (durable) and G5 (unchanged) of <see cref="EndUsers.IEndUserStore"/> hold here too.
/// </summary>
public interface IIntegrationStore
{
    /// <summary>Stores a new integration.</summary>
    /// <param name="integration">The integration with its templates.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it is new; an integration with that id is left as it is.</returns>
    Task<bool> AddAsync(Integration integration, CancellationToken cancellationToken);

    /// <summary>Reads an integration.</summary>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Integration?> LoadAsync(IntegrationId id, CancellationToken cancellationToken);

    /// <summary>Reads several integrations at once.</summary>
    /// <param name="ids">Which; at most 100, each once.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Those that exist, in no order.</returns>
    Task<ImmutableArray<Integration>> LoadManyAsync(
        ImmutableArray<IntegrationId> ids, CancellationToken cancellationToken);
}
