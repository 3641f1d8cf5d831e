using System.Collections.Immutable;
using Activations.Access;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Paging;

namespace Activations.Integrations;

/// <summary>
/// Keeps integrations with their connection templates. Every call can throw <see cref="StoreUnavailableException"/>.
/// G1 (durable), G3 (one save from each version), G5 (unchanged), G7 (pages), G11 (reach) and G12
/// (lists of all) of <see cref="EndUsers.IEndUserStore"/> hold here too.
/// </summary>
public interface IIntegrationStore
{
    /// <summary>Stores a new integration.</summary>
    /// <param name="integration">The integration with its templates.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it is new; an integration with that id is left as it is.</returns>
    Task<bool> AddAsync(Integration integration, CancellationToken cancellationToken);

    /// <summary>Reads an integration, or its tombstone.</summary>
    /// <param name="reach">What can be reached (G11).</param>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Integration?> LoadAsync(Reach reach, IntegrationId id, CancellationToken cancellationToken);

    /// <summary>Reads the integration that has a connection template, or its tombstone.</summary>
    /// <param name="reach">What can be reached (G11).</param>
    /// <param name="id">The template.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Integration?> LoadByTemplateAsync(
        Reach reach, ConnectionTemplateId id, CancellationToken cancellationToken);

    /// <summary>Reads several integrations or their tombstones at once.</summary>
    /// <param name="reach">What can be reached (G11).</param>
    /// <param name="ids">Which; at most 100, each once.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Those that exist, in no order.</returns>
    Task<ImmutableArray<Integration>> LoadManyAsync(
        Reach reach, ImmutableArray<IntegrationId> ids, CancellationToken cancellationToken);

    /// <summary>
    /// Saves an integration if its version is still the one it was changed from (G1, G3). Only what differs is written.
    /// </summary>
    /// <param name="current">The integration as it was loaded.</param>
    /// <param name="changed">
    /// The integration as it is to be: its id, hub and creation are the same, and so are its templates, but for
    /// <see cref="ConnectionTemplate.IsUsed"/>, their connectors' auth schemes and those that were added behind them. Its version is one more.
    /// </param>
    /// <param name="cancellationToken">Ends the wait; the change may have taken place all the same.</param>
    /// <returns>Whether it was saved; if not, nothing was.</returns>
    Task<bool> SaveAsync(Integration current, Integration changed, CancellationToken cancellationToken);

    /// <summary>Lists integrations without those that were deleted, ordered by id (G7).</summary>
    /// <param name="reach">What can be reached (G11).</param>
    /// <param name="filter">Which.</param>
    /// <param name="page">Which page of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Page<Integration>> ListAsync(
        Reach reach, IntegrationFilter filter, PageRequest<IntegrationId> page, CancellationToken cancellationToken);

    /// <summary>Counts integrations without those that were deleted.</summary>
    /// <param name="reach">What can be reached (G11).</param>
    /// <param name="filter">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<int> CountAsync(Reach reach, IntegrationFilter filter, CancellationToken cancellationToken);

    /// <summary>Lists the integrations of everybody and their tombstones, ordered by id (G7, G12).</summary>
    /// <param name="page">Which page of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Page<Integration>> ListAllAsync(PageRequest<IntegrationId> page, CancellationToken cancellationToken);

    /// <summary>Counts the integrations of everybody and their tombstones (G12).</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<int> CountAllAsync(CancellationToken cancellationToken);
}

/// <summary>Which integrations are asked for.</summary>
/// <param name="HubId">Those of this hub.</param>
/// <param name="IsDeployed">Only those that are deployed, or only those that are not, if given.</param>
/// <param name="Search">Only those with such a name or with this id, if given.</param>
public sealed record IntegrationFilter(HubId HubId, bool? IsDeployed = null, SearchTerm? Search = null);
