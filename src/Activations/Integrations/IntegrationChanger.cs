using Activations.Access;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Paging;
using Activations.Stores;
using Activations.Telemetry;
using Activations.Time;

namespace Activations.Integrations;

/// <summary>Changes integrations: load, change, save if the version is still the same.</summary>
/// <param name="store">Where the integrations are.</param>
/// <param name="endUsers">Where their activations are.</param>
/// <param name="time">The clock.</param>
/// <param name="instruments">What counts version conflicts; null for nothing.</param>
public sealed class IntegrationChanger(
    IIntegrationStore store, IEndUserStore endUsers, TimeProvider time, Instruments? instruments = null)
{
    private readonly SaveAttempts attempts = new(time, instruments, "integration");

    /// <summary>Changes an integration.</summary>
    /// <param name="reach">What the caller can reach.</param>
    /// <param name="id">Which.</param>
    /// <param name="change">
    /// The integration afterwards; the integration itself if nothing is to be saved. Called once for each attempt.
    /// </param>
    /// <param name="cancellationToken">Ends the wait; the change may have taken place all the same.</param>
    /// <returns>The integration afterwards.</returns>
    /// <exception cref="ResourceNotFoundException">There is no such integration.</exception>
    /// <exception cref="LimitExceededException">The integration would hold too much.</exception>
    /// <exception cref="ConcurrentModificationException">Others kept changing the integration.</exception>
    public Task<Integration> ChangeAsync(
        Reach reach, IntegrationId id, Func<Integration, Integration> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        return SaveAsync(
            reach,
            id,
            i => i.DeletedAt is null ? change(i) : throw ResourceNotFoundException.Integration(),
            cancellationToken);
    }

    /// <summary>
    /// Deletes an integration that is not deployed and that nobody has activated. The tombstone is written first and taken
    /// back if an activation is found, so that an activation which is made meanwhile is seen by one side or the other.
    /// </summary>
    /// <param name="reach">What the caller can reach.</param>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Ends the wait before the tombstone is written.</param>
    /// <exception cref="ResourceNotFoundException">There is no such integration.</exception>
    /// <exception cref="IntegrationDeployedException">It is deployed.</exception>
    /// <exception cref="IntegrationInUseException">Somebody has activated it.</exception>
    public async Task DeleteAsync(Reach reach, IntegrationId id, CancellationToken cancellationToken)
    {
        var integration = await ChangeAsync(reach, id, ThrowIfDeployed, cancellationToken);
        await ThrowIfActivatedAsync(integration, cancellationToken); // most often there is no tombstone to take back

        integration = await ChangeAsync(
            reach, id, i => ThrowIfDeployed(i) with { DeletedAt = time.GetUtcNowToTheMillisecond() }, cancellationToken);
        try
        {
            await ThrowIfActivatedAsync(integration, CancellationToken.None);
        }
        catch (IntegrationInUseException)
        {
            await SaveAsync(reach, id, i => i with { DeletedAt = null }, CancellationToken.None);
            throw;
        }
    }

    private static Integration ThrowIfDeployed(Integration integration) =>
        integration.IsDeployed ? throw new IntegrationDeployedException() : integration;

    private async Task ThrowIfActivatedAsync(Integration integration, CancellationToken cancellationToken)
    {
        var activations = await endUsers.ListActivationsAsync(
            Reach.Everything,
            new ActivationFilter(integration.HubId, IntegrationId: integration.Id),
            new PageRequest<ActivationPosition>(Limit: 1),
            cancellationToken);
        if (!activations.Rows.IsEmpty)
            throw new IntegrationInUseException();
    }

    private Task<Integration> SaveAsync(
        Reach reach, IntegrationId id, Func<Integration, Integration> change, CancellationToken cancellationToken) => attempts.RunAsync(
        async () =>
        {
            var integration = await store.LoadAsync(reach, id, cancellationToken)
                ?? throw ResourceNotFoundException.Integration();
            var changed = change(integration);
            if (changed == integration)
                return (true, integration);
            changed.ThrowIfTooLarge();
            changed = changed with { Version = integration.Version + 1 };
            return (await store.SaveAsync(integration, changed, cancellationToken), changed);
        },
        cancellationToken);
}
