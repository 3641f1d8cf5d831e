using System.Collections.Immutable;
using Activations.Access;
using Activations.EndUsers;
using Activations.Hubs;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Paging;
using Activations.Stores;

namespace Activations.Grpc.Tests.Errors;

/// <summary>A store that fails as it is told to, so that every error goes through the real service.</summary>
internal sealed class FailingStore : IStore, IHubStore, IIntegrationStore, IEndUserStore, IApiKeyStore, ISigningKeyStore
{
    private readonly TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Exception Failure { get; set; } = new InvalidOperationException();

    public bool IsHeld { get; init; }

    public Task Entered => entered.Task;

    public IHubStore Hubs => this;

    public IIntegrationStore Integrations => this;

    public IEndUserStore EndUsers => this;

    public IApiKeyStore ApiKeys => this;

    public ISigningKeyStore SigningKeys => this;

    public void Release() => released.SetResult();

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task PingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Task<bool> IsEmptyAsync(CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<bool> AddAsync(Hub hub, CancellationToken cancellationToken) => throw Failure;

    public Task<Hub?> LoadAsync(Reach reach, HubId id, CancellationToken cancellationToken) => throw Failure;

    public Task<bool> SaveAsync(Hub current, Hub changed, CancellationToken cancellationToken) => throw Failure;

    public Task<Page<Hub>> ListAsync(
        Reach reach, OrganisationId organisation, PageRequest<HubId> page, CancellationToken cancellationToken) => throw Failure;

    public Task<int> CountAsync(Reach reach, OrganisationId organisation, CancellationToken cancellationToken) => throw Failure;

    public Task<Page<Hub>> ListAllAsync(PageRequest<HubId> page, CancellationToken cancellationToken) => throw Failure;

    public Task<Page<Integration>> ListAllAsync(PageRequest<IntegrationId> page, CancellationToken cancellationToken) =>
        throw Failure;

    public Task<Page<EndUserSummary>> ListAllAsync(PageRequest<EndUserId> page, CancellationToken cancellationToken) =>
        throw Failure;

    public Task<int> CountAllAsync(CancellationToken cancellationToken) => throw Failure;

    public Task<HubId?> LoadDefaultAsync(Reach reach, OrganisationId organisation, CancellationToken cancellationToken) => throw Failure;

    public Task SetDefaultAsync(OrganisationId organisation, HubId hub, CancellationToken cancellationToken) => throw Failure;

    public Task ClearDefaultAsync(OrganisationId organisation, HubId hub, CancellationToken cancellationToken) =>
        throw Failure;

    public Task<bool> AddAsync(Integration integration, CancellationToken cancellationToken) => throw Failure;

    public Task<Integration?> LoadAsync(Reach reach, IntegrationId id, CancellationToken cancellationToken) => throw Failure;

    public Task<ImmutableArray<Integration>> LoadManyAsync(
        Reach reach, ImmutableArray<IntegrationId> ids, CancellationToken cancellationToken) => throw Failure;

    public Task<Integration?> LoadByTemplateAsync(Reach reach, ConnectionTemplateId id, CancellationToken cancellationToken) =>
        throw Failure;

    public Task<bool> SaveAsync(Integration current, Integration changed, CancellationToken cancellationToken) =>
        throw Failure;

    public Task<Page<Integration>> ListAsync(
        Reach reach, IntegrationFilter filter, PageRequest<IntegrationId> page, CancellationToken cancellationToken) => throw Failure;

    public Task<int> CountAsync(Reach reach, IntegrationFilter filter, CancellationToken cancellationToken) => throw Failure;

    public Task<bool> AddAsync(EndUser user, CancellationToken cancellationToken) => throw Failure;

    public async Task<EndUser?> LoadAsync(
        Reach reach, EndUserLookup lookup, EndUserParts parts, CancellationToken cancellationToken)
    {
        entered.TrySetResult();
        if (IsHeld)
            await released.Task.WaitAsync(cancellationToken);
        throw Failure;
    }

    public Task<bool> SaveAsync(EndUserChange change, CancellationToken cancellationToken) => throw Failure;

    public Task<bool> DeleteAsync(EndUser user, CancellationToken cancellationToken) => throw Failure;

    public Task<Page<EndUserSummary>> ListAsync(
        Reach reach, EndUserFilter filter, PageRequest<EndUserId> page, CancellationToken cancellationToken) => throw Failure;

    public Task<int> CountAsync(Reach reach, EndUserFilter filter, CancellationToken cancellationToken) => throw Failure;

    public Task<Page<ConnectionSummary>> ListConnectionsAsync(
        Reach reach, ConnectionFilter filter, PageRequest<ConnectionId> page, CancellationToken cancellationToken) => throw Failure;

    public Task<int> CountConnectionsAsync(Reach reach, ConnectionFilter filter, CancellationToken cancellationToken) => throw Failure;

    public Task<Page<ListedActivation>> ListActivationsAsync(
        Reach reach, ActivationFilter filter, PageRequest<ActivationPosition> page, CancellationToken cancellationToken) =>
        throw Failure;

    public Task<int> CountActivationsAsync(Reach reach, ActivationFilter filter, CancellationToken cancellationToken) =>
        throw Failure;

    public Task<bool> AddAsync(ApiKey key, CancellationToken cancellationToken) => throw Failure;

    public Task<ApiKey?> LoadAsync(ApiKeyId id, CancellationToken cancellationToken) => throw Failure;

    public Task<ApiKey?> RevokeAsync(
        Reach reach, ApiKeyId id, DateTimeOffset at, CancellationToken cancellationToken) => throw Failure;

    public Task RecordUsesAsync(
        ImmutableDictionary<ApiKeyId, DateTimeOffset> uses, CancellationToken cancellationToken) => throw Failure;

    public Task<Page<ApiKey>> ListAsync(
        Reach reach, OrganisationId? organisation, PageRequest<ApiKeyId> page, CancellationToken cancellationToken) =>
        throw Failure;

    public Task<int> CountAsync(Reach reach, OrganisationId? organisation, CancellationToken cancellationToken) =>
        throw Failure;

    public Task<bool> AddAsync(SigningKey key, CancellationToken cancellationToken) => throw Failure;

    public Task<SigningKey?> LoadAsync(SigningKeyId id, CancellationToken cancellationToken) => throw Failure;

    public Task<bool> DeleteAsync(Reach reach, SigningKeyId id, CancellationToken cancellationToken) => throw Failure;

    public Task<Page<SigningKey>> ListAsync(
        Reach reach, HubId hub, PageRequest<SigningKeyId> page, CancellationToken cancellationToken) => throw Failure;

    public Task<int> CountAsync(Reach reach, HubId hub, CancellationToken cancellationToken) => throw Failure;
}
