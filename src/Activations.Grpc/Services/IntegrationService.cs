using Activations.Errors;
using Activations.Grpc.Access;
using Activations.Grpc.Mapping;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Paging;
using Activations.Stores;
using Activations.Time;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using DomainIntegration = Activations.Integrations.Integration;
using DomainTemplate = Activations.Integrations.ConnectionTemplate;
using Proto = Activations.V1;

namespace Activations.Grpc.Services;

/// <summary>The calls on integrations: parse, load, change, save, reply.</summary>
internal sealed partial class IntegrationService(
    IStore store,
    IntegrationChanger integrations,
    IVariablesSchemas schemas,
    ListCounts counts,
    IIdSource ids,
    TimeProvider time) : Proto.IntegrationService.IntegrationServiceBase
{
    /// <inheritdoc />
    public override async Task<Proto.Integration> CreateIntegration(
        CreateIntegrationRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var hubId = reader.Id<HubId>(request.HubId, "hubId");
        var organisation = reader.Id<OrganisationId>(request.OrganisationId, "organisationId");
        var integration = new DomainIntegration
        {
            Id = ids.Next<IntegrationId>(),
            HubId = hubId,
            OrganisationId = organisation,
            Name = reader.Name(request.Name, "name"),
            ImageUrl = reader.ImageUrl(request.ImageUrl, "imageUrl"),
            ScreenshotUrl = reader.ImageUrl(request.ScreenshotUrl, "screenshotUrl"),
            Description = reader.Description(request.Description, "description"),
            Summary = reader.Description(request.Summary, "summary"),
            VariablesSchema = IntegrationRequests.ReadSchema(request.VariablesSchema, schemas, reader),
            IsDeployed = false,
            Templates = [],
            CreatedAt = time.GetUtcNowToTheMillisecond(),
        };
        var connector = request.ConnectionTemplate is { } template
            ? ConnectorRequests.Read(template, "connectionTemplate", reader)
            : null;
        reader.ThrowIfInvalid();

        var hub = await store.RequireLiveHubAsync(context.Reach(), hubId, context.CancellationToken);
        if (organisation != hub.OrganisationId)
            throw InvalidRequestException.Of("organisationId", "is not the organisation that owns the hub");
        if (connector is not null)
            integration = integration.With(DomainTemplate.Of(connector, hub, ids));
        integration.ThrowIfTooLarge();
        await store.Integrations.AddAsync(integration, context.CancellationToken);
        return integration.ToProto();
    }

    /// <inheritdoc />
    public override async Task<IntegrationPage> ListIntegrations(
        ListIntegrationsRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var filter = new IntegrationFilter(
            reader.Id<HubId>(request.HubId, "hubId"), Search: SearchTerm.Of(request.Search));
        var cursors = Cursors.OfIds<IntegrationId>(nameof(ListIntegrations), filter);
        var asked = cursors.Read(request, reader);
        reader.ThrowIfInvalid();
        await store.RequireHubAsync(context.Reach(), filter.HubId, context.CancellationToken);

        var page = await store.Integrations.ListAsync(context.Reach(), filter, asked, context.CancellationToken);
        var reply = new IntegrationPage();
        reply.Integrations.AddRange(page.Rows.Select(i => i.ToProto()));
        await cursors.CompleteAsync(
            reply, asked, page, i => i.Id, () => counts.CountAsync(context.Reach(), filter, context.CancellationToken));
        reply.Total = reply.TotalCount;
        return reply;
    }

    /// <inheritdoc />
    public override async Task<Proto.Integration> GetIntegration(
        GetIntegrationRequest request, ServerCallContext context) =>
        (await store.RequireIntegrationAsync(
            context.Reach(), ReadId(request.IntegrationId), context.CancellationToken)).ToProto();

    /// <inheritdoc />
    public override async Task<Proto.Integration> UpdateIntegration(
        UpdateIntegrationRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.Id<IntegrationId>(request.IntegrationId, "integrationId");
        var change = IntegrationRequests.ToChange(request, context.GetHttpContext(), schemas, reader);
        reader.ThrowIfInvalid();

        return (await integrations.ChangeAsync(context.Reach(), id, change, context.CancellationToken)).ToProto();
    }

    /// <inheritdoc />
    public override async Task<Empty> DeleteIntegration(DeleteIntegrationRequest request, ServerCallContext context)
    {
        await integrations.DeleteAsync(context.Reach(), ReadId(request.IntegrationId), context.CancellationToken);
        return new Empty();
    }

    /// <inheritdoc />
    public override Task<Proto.Integration> DeployIntegration(
        DeployIntegrationRequest request, ServerCallContext context) =>
        SetDeployedAsync(request.IntegrationId, isDeployed: true, context);

    /// <inheritdoc />
    public override Task<Proto.Integration> UndeployIntegration(
        UndeployIntegrationRequest request, ServerCallContext context) =>
        SetDeployedAsync(request.IntegrationId, isDeployed: false, context);

    private static IntegrationId ReadId(string text)
    {
        var reader = new RequestReader();
        var id = reader.Id<IntegrationId>(text, "integrationId");
        reader.ThrowIfInvalid();
        return id;
    }

    private async Task<Proto.Integration> SetDeployedAsync(string id, bool isDeployed, ServerCallContext context) =>
        (await integrations.ChangeAsync(
            context.Reach(), ReadId(id), i => i with { IsDeployed = isDeployed }, context.CancellationToken)).ToProto();
}
