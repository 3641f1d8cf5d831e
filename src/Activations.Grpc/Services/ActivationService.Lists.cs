using System.Collections.Immutable;
using Activations.EndUsers;
using Activations.Errors;
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
        await RequireHubAsync(hubId, context.CancellationToken);

        var user = await FindAsync(hubId, reference, context.CancellationToken);
        if (reference is not null && user is null)
            return new ActivationPage();
        var filter = new ActivationFilter(hubId, user?.Id, integrationId);
        var cursors = new Cursors(nameof(ListActivations), filter);
        var page = await ReadPageAsync(
            filter, cursors.Read(request.HasFirst ? request.First : null, request.After, request.Before, reader), reader, context);
        var integrations = await LoadIntegrationsAsync(page, context.CancellationToken);

        var reply = new ActivationPage
        {
            TotalCount = user is null
                ? await counts.CountAsync(filter, context.CancellationToken)
                : await store.EndUsers.CountActivationsAsync(filter, context.CancellationToken),
        };
        reply.Activations.AddRange(page.Rows.Select(
            row => row.Activation.ToProto(row.User, integrations[row.Activation.IntegrationId])));
        if (cursors.Write(page.Rows.LastOrDefault(), page.HasNext) is { } next)
            reply.Next = next;
        if (cursors.Write(page.Rows.FirstOrDefault(), page.HasPrevious) is { } previous)
            reply.Prev = previous;
        return reply;
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
        await RequireHubAsync(hubId, context.CancellationToken);

        if (await FindAsync(hubId, reference, context.CancellationToken) is not { } user)
            return new EndUserActivationPage();
        var filter = new ActivationFilter(hubId, user.Id, integrationId);
        var cursors = new Cursors(nameof(ListEndUserActivations), filter);
        var page = await ReadPageAsync(
            filter, cursors.Read(request.HasFirst ? request.First : null, request.After, request.Before, reader), reader, context);
        var integrations = await LoadIntegrationsAsync(page, context.CancellationToken);

        var reply = new EndUserActivationPage
        {
            TotalCount = await store.EndUsers.CountActivationsAsync(filter, context.CancellationToken),
        };
        reply.Activations.AddRange(page.Rows.Select(
            row => row.ToEndUserActivation(integrations[row.Activation.IntegrationId])));
        if (cursors.Write(page.Rows.LastOrDefault(), page.HasNext) is { } next)
            reply.Next = next;
        if (cursors.Write(page.Rows.FirstOrDefault(), page.HasPrevious) is { } previous)
            reply.Prev = previous;
        return reply;
    }

    private async Task RequireHubAsync(HubId id, CancellationToken cancellationToken) =>
        _ = await store.Hubs.LoadAsync(id, cancellationToken) ?? throw ResourceNotFoundException.Hub();

    private async Task<EndUsers.EndUser?> FindAsync(
        HubId hubId, EndUserReference? reference, CancellationToken cancellationToken) => reference is null
        ? null
        : await store.EndUsers.LoadAsync(reference.Value.In(hubId), EndUserParts.Profile, cancellationToken);

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
