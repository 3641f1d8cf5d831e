using System.Collections.Immutable;
using Activations.EndUsers;
using Activations.Grpc.Mapping;
using Activations.Identifiers;
using Activations.Paging;
using Activations.V1;
using Grpc.Core;
using DomainIntegration = Activations.Integrations.Integration;

namespace Activations.Grpc.Services;

/// <summary>Lists of activations.</summary>
internal sealed partial class ActivationService
{
    /// <inheritdoc />
    public override async Task<ActivationPage> ListActivations(
        ListActivationsRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var hubId = reader.Id<HubId>(request.HubId, "hubId");
        var integrationId = reader.OptionalId<IntegrationId>(request.IntegrationId, "integrationId");
        EndUserReference? reference = request.UserId.Length == 0
            ? null
            : reader.User(request.UserId, request.IdentifierType, "userId", "identifierType");
        reader.ThrowIfInvalid();
        await store.RequireHubAsync(hubId, context.CancellationToken);

        var user = reference is null ? null : await FindAsync(hubId, reference.Value, context.CancellationToken);
        if (reference is not null && user is null)
            return new ActivationPage();
        var filter = new ActivationFilter(hubId, user?.Id, integrationId);
        var cursors = Cursors.OfActivations(nameof(ListActivations), filter);
        var page = await ReadPageAsync(filter, cursors.Read(request, reader), reader, context);
        var integrations = await LoadIntegrationsAsync(page, context.CancellationToken);

        var reply = new ActivationPage();
        reply.Activations.AddRange(page.Rows.Select(
            row => row.Activation.ToProto(row.User, integrations[row.Activation.IntegrationId])));
        return await cursors.CompleteAsync(reply, page, row => row.Position, () => user is null
            ? counts.CountAsync(filter, context.CancellationToken)
            : store.EndUsers.CountActivationsAsync(filter, context.CancellationToken));
    }

    /// <inheritdoc />
    public override async Task<EndUserActivationPage> ListEndUserActivations(
        ListEndUserActivationsRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var hubId = reader.Id<HubId>(request.HubId, "hubId");
        var reference = reader.User(request.UserId, request.IdentifierType, "userId", "identifierType");
        var integrationId = reader.OptionalId<IntegrationId>(request.IntegrationId, "integrationId");
        reader.ThrowIfInvalid();
        await store.RequireHubAsync(hubId, context.CancellationToken);

        if (await FindAsync(hubId, reference, context.CancellationToken) is not { } user)
            return new EndUserActivationPage();
        var filter = new ActivationFilter(hubId, user.Id, integrationId);
        var cursors = Cursors.OfActivations(nameof(ListEndUserActivations), filter);
        var page = await ReadPageAsync(filter, cursors.Read(request, reader), reader, context);
        var integrations = await LoadIntegrationsAsync(page, context.CancellationToken);

        var reply = new EndUserActivationPage();
        reply.Activations.AddRange(page.Rows.Select(
            row => row.ToEndUserActivation(integrations[row.Activation.IntegrationId])));
        return await cursors.CompleteAsync(
            reply, page, row => row.Position, () => store.EndUsers.CountActivationsAsync(filter, context.CancellationToken));
    }

    private Task<EndUsers.EndUser?> FindAsync(
        HubId hubId, EndUserReference reference, CancellationToken cancellationToken) =>
        store.EndUsers.LoadAsync(reference.In(hubId), EndUserParts.Profile, cancellationToken);

    private Task<Page<ListedActivation>> ReadPageAsync(
        ActivationFilter filter, PageRequest<ActivationPosition> page, RequestReader reader, ServerCallContext context)
    {
        reader.ThrowIfInvalid(); // the cursors could only be read once the filter was known
        return store.EndUsers.ListActivationsAsync(filter, page, context.CancellationToken);
    }

    private async Task<Dictionary<IntegrationId, DomainIntegration>> LoadIntegrationsAsync(
        Page<ListedActivation> page, CancellationToken cancellationToken)
    {
        ImmutableArray<IntegrationId> ids = [.. page.Rows.Select(row => row.Activation.IntegrationId).Distinct()];
        var integrations = await store.Integrations.LoadManyAsync(ids, cancellationToken);
        return integrations.ToDictionary(integration => integration.Id);
    }
}
