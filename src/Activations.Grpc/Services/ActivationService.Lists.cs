using System.Collections.Immutable;
using Activations.EndUsers;
using Activations.Grpc.Access;
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
    /// <summary>Stands for a user who does not exist: no cursor is bound to it.</summary>
    private static EndUserId Nobody => default;

    /// <inheritdoc />
    public override async Task<ActivationPage> ListActivations(
        ListActivationsRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var hubId = reader.Id<HubId>(request.HubId, "hubId");
        var integrationId = reader.OptionalId<IntegrationId>(request.IntegrationId, "integrationId");
        EndUserReference? reference = null;
        if (request.UserId.Length > 0)
            reference = reader.User(request.UserId, request.IdentifierType, "userId", "identifierType");
        else
            reader.UserIdType(request.IdentifierType, "identifierType");
        reader.ThrowIfInvalid();
        await store.RequireHubAsync(context.Reach(), hubId, context.CancellationToken);

        var user = reference is null ? null : await FindAsync(hubId, reference.Value, context);
        var isUnknown = reference is not null && user is null;
        var filter = new ActivationFilter(hubId, isUnknown ? Nobody : user?.Id, integrationId);
        var cursors = Cursors.OfActivations(nameof(ListActivations), filter);
        var asked = cursors.Read(request, reader);
        reader.ThrowIfInvalid(); // the cursors could only be read once the user was known
        if (isUnknown)
            return new ActivationPage();
        var page = await store.EndUsers.ListActivationsAsync(context.Reach(), filter, asked, context.CancellationToken);
        var integrations = await LoadIntegrationsAsync(page, context);

        var reply = new ActivationPage();
        reply.Activations.AddRange(page.Rows.Select(
            row => row.Activation.ToProto(row.User, integrations[row.Activation.IntegrationId])));
        return await cursors.CompleteAsync(reply, asked, page, row => row.Position, () => user is null
            ? counts.CountAsync(context.Reach(), filter, context.CancellationToken)
            : store.EndUsers.CountActivationsAsync(context.Reach(), filter, context.CancellationToken));
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
        await store.RequireHubAsync(context.Reach(), hubId, context.CancellationToken);

        var user = await FindAsync(hubId, reference, context);
        var filter = new ActivationFilter(hubId, user?.Id ?? Nobody, integrationId);
        var cursors = Cursors.OfActivations(nameof(ListEndUserActivations), filter);
        var asked = cursors.Read(request, reader);
        reader.ThrowIfInvalid(); // the cursors could only be read once the user was known
        if (user is null)
            return new EndUserActivationPage();
        var page = await store.EndUsers.ListActivationsAsync(context.Reach(), filter, asked, context.CancellationToken);
        var integrations = await LoadIntegrationsAsync(page, context);

        var reply = new EndUserActivationPage();
        reply.Activations.AddRange(page.Rows.Select(
            row => row.ToEndUserActivation(integrations[row.Activation.IntegrationId])));
        return await cursors.CompleteAsync(
            reply,
            asked,
            page,
            row => row.Position,
            () => store.EndUsers.CountActivationsAsync(context.Reach(), filter, context.CancellationToken));
    }

    private Task<EndUsers.EndUser?> FindAsync(
        HubId hubId, EndUserReference reference, ServerCallContext context) =>
        store.EndUsers.FindAsync(context.Reach(), hubId, reference, EndUserParts.Profile, context.CancellationToken);

    private async Task<Dictionary<IntegrationId, DomainIntegration>> LoadIntegrationsAsync(
        Page<ListedActivation> page, ServerCallContext context)
    {
        ImmutableArray<IntegrationId> ids = [.. page.Rows.Select(row => row.Activation.IntegrationId).Distinct()];
        var integrations = await store.Integrations.LoadManyAsync(context.Reach(), ids, context.CancellationToken);
        return integrations.ToDictionary(integration => integration.Id);
    }
}
