using Activations.Access;
using Activations.Hubs;
using Activations.Identifiers;
using Activations.Paging;

namespace Activations.Secrets;

/// <summary>Hubs whose auth schemes are sealed where they hold a secret.</summary>
internal sealed class SealedHubs(IHubStore store, SecretForms forms) : IHubStore
{
    public async Task<bool> AddAsync(Hub hub, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hub);
        return await store.AddAsync(Seal(hub), cancellationToken);
    }

    /// <summary>The hub as it is stored.</summary>
    public Hub Seal(Hub hub) =>
        With(hub, forms.StoredScheme(hub.PrimaryConnector.AuthScheme, SecretIdentity.OfConnector(hub)));

    /// <summary>The hub as callers see it.</summary>
    public Hub Open(Hub hub) =>
        With(hub, forms.Open(hub.PrimaryConnector.AuthScheme, SecretIdentity.OfConnector(hub)));

    public async Task<Hub?> LoadAsync(Reach reach, HubId id, CancellationToken cancellationToken) =>
        await store.LoadAsync(reach, id, cancellationToken) is { } hub ? Open(hub) : null;

    public async Task<bool> SaveAsync(Hub current, Hub changed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(changed);
        var identity = SecretIdentity.OfConnector(current);
        var (before, after) = (current.PrimaryConnector.AuthScheme, changed.PrimaryConnector.AuthScheme);
        return await store.SaveAsync(
            With(current, SecretForms.StoredBefore(before, identity)),
            With(changed, forms.StoredAfter(before, after, identity)),
            cancellationToken);
    }

    public async Task<Page<Hub>> ListAsync(
        Reach reach, OrganisationId organisation, PageRequest<HubId> page, CancellationToken cancellationToken) =>
        Open(await store.ListAsync(reach, organisation, page, cancellationToken));

    public Task<int> CountAsync(Reach reach, OrganisationId organisation, CancellationToken cancellationToken) =>
        store.CountAsync(reach, organisation, cancellationToken);

    public async Task<Page<Hub>> ListAllAsync(PageRequest<HubId> page, CancellationToken cancellationToken) =>
        Open(await store.ListAllAsync(page, cancellationToken));

    public Task<int> CountAllAsync(CancellationToken cancellationToken) => store.CountAllAsync(cancellationToken);

    public Task<HubId?> LoadDefaultAsync(
        Reach reach, OrganisationId organisation, CancellationToken cancellationToken) =>
        store.LoadDefaultAsync(reach, organisation, cancellationToken);

    public Task SetDefaultAsync(OrganisationId organisation, HubId hub, CancellationToken cancellationToken) =>
        store.SetDefaultAsync(organisation, hub, cancellationToken);

    public Task ClearDefaultAsync(OrganisationId organisation, HubId hub, CancellationToken cancellationToken) =>
        store.ClearDefaultAsync(organisation, hub, cancellationToken);

    public Task<bool> IsEmptyAsync(CancellationToken cancellationToken) => store.IsEmptyAsync(cancellationToken);

    private static Hub With(Hub hub, Integrations.AuthScheme scheme) => ReferenceEquals(hub.PrimaryConnector.AuthScheme, scheme)
        ? hub
        : hub with { PrimaryConnector = hub.PrimaryConnector with { AuthScheme = scheme } };

    private Page<Hub> Open(Page<Hub> page) => page with { Rows = [.. page.Rows.Select(Open)] };
}
