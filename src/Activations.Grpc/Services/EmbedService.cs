using Activations.EndUsers;
using Activations.Errors;
using Activations.Grpc.Access;
using Activations.Grpc.Mapping;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Stores;
using Activations.V1;
using Grpc.Core;
using Proto = Activations.V1;

namespace Activations.Grpc.Services;

/// <summary>What an end user's page shows. A user who does not exist yet has activated nothing.</summary>
internal sealed class EmbedService(IStore store, ListCounts counts) : Proto.EmbedService.EmbedServiceBase
{
    /// <inheritdoc />
    public override async Task<EmbeddedIntegrationPage> ListEndUserIntegrations(
        ListEndUserIntegrationsRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var filter = new IntegrationFilter(
            reader.Id<HubId>(request.HubId, "hubId"), request.HasDeployed ? request.Deployed : null);
        var reference = reader.User(request.UserId, request.IdentifierType, "userId", "identifierType");
        var cursors = Cursors.OfIds<IntegrationId>(nameof(ListEndUserIntegrations), filter);
        var asked = cursors.ReadOrAll(request, reader);
        reader.ThrowIfInvalid();
        await store.RequireHubAsync(context.Reach(), filter.HubId, context.CancellationToken);

        var user = await store.EndUsers.FindAsync(
            context.Reach(),
            filter.HubId,
            reference,
            new EndUserParts { ActivatedIntegrations = true },
            context.CancellationToken);
        var page = await store.Integrations.ListAsync(context.Reach(), filter, asked, context.CancellationToken);
        var reply = new EmbeddedIntegrationPage { TotalConnected = user?.ActivatedIntegrations.Count ?? 0 };
        reply.Integrations.AddRange(page.Rows.Select(i => i.ToSummary(user?.HasActivated(i.Id) ?? false)));
        return await cursors.CompleteAsync(
            reply, asked, page, i => i.Id, () => counts.CountAsync(context.Reach(), filter, context.CancellationToken));
    }

    /// <inheritdoc />
    public override async Task<EmbeddedIntegration> GetEmbeddedIntegration(
        GetEmbeddedIntegrationRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var hubId = reader.Id<HubId>(request.HubId, "hubId");
        var reference = reader.User(request.UserId, request.IdentifierType, "userId", "identifierType");
        var integrationId = reader.Id<IntegrationId>(request.IntegrationId, "integrationId");
        reader.ThrowIfInvalid();
        await store.RequireHubAsync(context.Reach(), hubId, context.CancellationToken);

        var integration = await store.RequireIntegrationAsync(context.Reach(), integrationId, context.CancellationToken);
        if (integration.HubId != hubId)
            throw ResourceNotFoundException.Integration();
        var user = await store.EndUsers.FindAsync(
            context.Reach(), hubId, reference, new EndUserParts { ActivationOf = integrationId }, context.CancellationToken);
        return integration.ToEmbedded(isActivated: user?.FindActivationOf(integrationId) is not null);
    }
}
