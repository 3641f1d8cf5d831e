using Activations.Access;
using Activations.EndUsers;
using Activations.Hubs;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Paging;

namespace Activations.Stores.Tests.Broken;

/// <summary>A store of which a part was exchanged for a broken one.</summary>
internal sealed class BrokenStore(IStore store, IHubStore? hubs = null, IEndUserStore? endUsers = null) : IStore
{
    public IHubStore Hubs => hubs ?? store.Hubs;

    public IIntegrationStore Integrations => store.Integrations;

    public IEndUserStore EndUsers => endUsers ?? store.EndUsers;

    public IApiKeyStore ApiKeys => store.ApiKeys;

    public ISigningKeyStore SigningKeys => store.SigningKeys;

    public Task PrepareAsync(CancellationToken cancellationToken) => store.PrepareAsync(cancellationToken);

    public Task PingAsync(CancellationToken cancellationToken) => store.PingAsync(cancellationToken);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}

/// <summary>End users of which a call does something else.</summary>
internal sealed class EndUsersThat(IEndUserStore users) : IEndUserStore
{
    public Func<IEndUserStore, EndUserChange, Task<bool>> Save { get; init; } =
        (users, change) => users.SaveAsync(change, CancellationToken.None);

    public Func<IEndUserStore, EndUser, Task<bool>> Delete { get; init; } =
        (users, user) => users.DeleteAsync(user, CancellationToken.None);

    public Func<IEndUserStore, Reach, EndUserFilter, PageRequest<EndUserId>, Task<Page<EndUserSummary>>> List { get; init; } =
        (users, reach, filter, page) => users.ListAsync(reach, filter, page, CancellationToken.None);

    public Task<bool> AddAsync(EndUser user, CancellationToken cancellationToken) =>
        users.AddAsync(user, cancellationToken);

    public Task<EndUser?> LoadAsync(
        Reach reach, EndUserLookup lookup, EndUserParts parts, CancellationToken cancellationToken) =>
        users.LoadAsync(reach, lookup, parts, cancellationToken);

    public Task<bool> SaveAsync(EndUserChange change, CancellationToken cancellationToken) => Save(users, change);

    public Task<bool> DeleteAsync(EndUser user, CancellationToken cancellationToken) => Delete(users, user);

    public Task<Page<EndUserSummary>> ListAsync(
        Reach reach, EndUserFilter filter, PageRequest<EndUserId> page, CancellationToken cancellationToken) =>
        List(users, reach, filter, page);

    public Task<int> CountAsync(Reach reach, EndUserFilter filter, CancellationToken cancellationToken) =>
        users.CountAsync(reach, filter, cancellationToken);

    public Task<Page<EndUserSummary>> ListAllAsync(PageRequest<EndUserId> page, CancellationToken cancellationToken) =>
        users.ListAllAsync(page, cancellationToken);

    public Task<int> CountAllAsync(CancellationToken cancellationToken) => users.CountAllAsync(cancellationToken);

    public Task<Page<ConnectionSummary>> ListConnectionsAsync(
        Reach reach, ConnectionFilter filter, PageRequest<ConnectionId> page, CancellationToken cancellationToken) =>
        users.ListConnectionsAsync(reach, filter, page, cancellationToken);

    public Task<int> CountConnectionsAsync(Reach reach, ConnectionFilter filter, CancellationToken cancellationToken) =>
        users.CountConnectionsAsync(reach, filter, cancellationToken);

    public Task<Page<ListedActivation>> ListActivationsAsync(
        Reach reach, ActivationFilter filter, PageRequest<ActivationPosition> page, CancellationToken cancellationToken) =>
        users.ListActivationsAsync(reach, filter, page, cancellationToken);

    public Task<int> CountActivationsAsync(Reach reach, ActivationFilter filter, CancellationToken cancellationToken) =>
        users.CountActivationsAsync(reach, filter, cancellationToken);
}

/// <summary>Hubs that are saved whatever the version is that they were changed from.</summary>
internal sealed class HubsThatIgnoreVersions(IHubStore hubs) : IHubStore
{
    public async Task<bool> SaveAsync(Hub current, Hub changed, CancellationToken cancellationToken)
    {
        while (true)
        {
            var newest = (await hubs.LoadAsync(Reach.Everything, current.Id, cancellationToken))!;
            if (await hubs.SaveAsync(newest, changed with { Version = newest.Version + 1 }, cancellationToken))
                return true;
        }
    }

    public Task<bool> AddAsync(Hub hub, CancellationToken cancellationToken) => hubs.AddAsync(hub, cancellationToken);

    public Task<Hub?> LoadAsync(Reach reach, HubId id, CancellationToken cancellationToken) =>
        hubs.LoadAsync(reach, id, cancellationToken);

    public Task<Page<Hub>> ListAsync(
        Reach reach, OrganisationId organisation, PageRequest<HubId> page, CancellationToken cancellationToken) =>
        hubs.ListAsync(reach, organisation, page, cancellationToken);

    public Task<int> CountAsync(Reach reach, OrganisationId organisation, CancellationToken cancellationToken) =>
        hubs.CountAsync(reach, organisation, cancellationToken);

    public Task<Page<Hub>> ListAllAsync(PageRequest<HubId> page, CancellationToken cancellationToken) =>
        hubs.ListAllAsync(page, cancellationToken);

    public Task<int> CountAllAsync(CancellationToken cancellationToken) => hubs.CountAllAsync(cancellationToken);

    public Task<HubId?> LoadDefaultAsync(
        Reach reach, OrganisationId organisation, CancellationToken cancellationToken) =>
        hubs.LoadDefaultAsync(reach, organisation, cancellationToken);

    public Task SetDefaultAsync(OrganisationId organisation, HubId hub, CancellationToken cancellationToken) =>
        hubs.SetDefaultAsync(organisation, hub, cancellationToken);

    public Task ClearDefaultAsync(OrganisationId organisation, HubId hub, CancellationToken cancellationToken) =>
        hubs.ClearDefaultAsync(organisation, hub, cancellationToken);

    public Task<bool> IsEmptyAsync(CancellationToken cancellationToken) => hubs.IsEmptyAsync(cancellationToken);
}
