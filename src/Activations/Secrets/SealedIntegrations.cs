using System.Collections.Immutable;
using Activations.Access;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Paging;

namespace Activations.Secrets;

/// <summary>Integrations whose templates' auth schemes are sealed where they hold a secret.</summary>
internal sealed class SealedIntegrations(IIntegrationStore store, SecretForms forms) : IIntegrationStore
{
    public async Task<bool> AddAsync(Integration integration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(integration);
        return await store.AddAsync(Seal(integration), cancellationToken);
    }

    /// <summary>The integration as it is stored.</summary>
    public Integration Seal(Integration integration) => Each(integration, forms.StoredScheme);

    /// <summary>The integration as callers see it.</summary>
    public Integration Open(Integration integration) => Each(integration, forms.Open);

    public async Task<Integration?> LoadAsync(Reach reach, IntegrationId id, CancellationToken cancellationToken) =>
        OpenOrNull(await store.LoadAsync(reach, id, cancellationToken));

    public async Task<Integration?> LoadByTemplateAsync(
        Reach reach, ConnectionTemplateId id, CancellationToken cancellationToken) =>
        OpenOrNull(await store.LoadByTemplateAsync(reach, id, cancellationToken));

    public async Task<ImmutableArray<Integration>> LoadManyAsync(
        Reach reach, ImmutableArray<IntegrationId> ids, CancellationToken cancellationToken) =>
        [.. (await store.LoadManyAsync(reach, ids, cancellationToken)).Select(Open)];

    public async Task<bool> SaveAsync(Integration current, Integration changed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(changed);
        var before = current.Templates.ToDictionary(t => t.Id, t => t.Connector.AuthScheme);
        return await store.SaveAsync(
            Each(current, SecretForms.StoredBefore),
            Each(changed, template => before.TryGetValue(template.Id, out var scheme)
                ? forms.StoredAfter(scheme, template.Connector.AuthScheme, SecretIdentity.OfTemplate(current, template.Id))
                : forms.StoredScheme(template.Connector.AuthScheme, SecretIdentity.OfTemplate(current, template.Id))),
            cancellationToken);
    }

    public async Task<Page<Integration>> ListAsync(
        Reach reach, IntegrationFilter filter, PageRequest<IntegrationId> page, CancellationToken cancellationToken) =>
        Open(await store.ListAsync(reach, filter, page, cancellationToken));

    public Task<int> CountAsync(Reach reach, IntegrationFilter filter, CancellationToken cancellationToken) =>
        store.CountAsync(reach, filter, cancellationToken);

    public async Task<Page<Integration>> ListAllAsync(
        PageRequest<IntegrationId> page, CancellationToken cancellationToken) =>
        Open(await store.ListAllAsync(page, cancellationToken));

    public Task<int> CountAllAsync(CancellationToken cancellationToken) => store.CountAllAsync(cancellationToken);

    private static Integration Each(Integration integration, Func<AuthScheme, string, AuthScheme> form) => Each(
        integration,
        template => form(template.Connector.AuthScheme, SecretIdentity.OfTemplate(integration, template.Id)));

    private static Integration Each(Integration integration, Func<ConnectionTemplate, AuthScheme> form) => integration with
    {
        Templates =
        [
            .. integration.Templates.Select(template => form(template) is var scheme
                && ReferenceEquals(scheme, template.Connector.AuthScheme)
                ? template
                : template with { Connector = template.Connector with { AuthScheme = scheme } }),
        ],
    };

    private Integration? OpenOrNull(Integration? integration) => integration is null ? null : Open(integration);

    private Page<Integration> Open(Page<Integration> page) =>
        page with { Rows = [.. page.Rows.Select(Open)] };
}
