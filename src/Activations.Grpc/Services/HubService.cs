using Activations.Errors;
using Activations.Grpc.Access;
using Activations.Grpc.Mapping;
using Activations.Hubs;
using Activations.Identifiers;
using Activations.Stores;
using Activations.Time;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using DomainHub = Activations.Hubs.Hub;
using Proto = Activations.V1;

namespace Activations.Grpc.Services;

/// <summary>The calls on hubs: parse, load, change, save, reply.</summary>
internal sealed class HubService(
    IStore store, HubChanger hubs, ListCounts counts, IIdSource ids, TimeProvider time) : Proto.HubService.HubServiceBase
{
    /// <inheritdoc />
    public override async Task<Proto.Hub> CreateHub(CreateHubRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var hub = new DomainHub
        {
            Id = ids.Next<HubId>(),
            OrganisationId = reader.Id<OrganisationId>(request.OrganisationId, "organisationId"),
            Name = reader.Name(request.Name, "name"),
            PrimaryConnector = ConnectorRequests.Read(request, reader),
            CreatedAt = time.GetUtcNowToTheMillisecond(),
        };
        reader.ThrowIfInvalid();
        if (!context.Reach().Covers(hub.OrganisationId, []))
            throw new PermissionDeniedException("A new hub needs an API key for all of its organisation.");

        await store.Hubs.AddAsync(hub, context.CancellationToken);
        return hub.ToProto(isDefault: false);
    }

    /// <inheritdoc />
    public override async Task<Proto.Hub> GetHub(GetHubRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.Id<HubId>(request.HubId, "hubId");
        reader.ThrowIfInvalid();

        var hub = await store.RequireLiveHubAsync(context.Reach(), id, context.CancellationToken);
        return await ReplyAsync(hub, context);
    }

    /// <inheritdoc />
    public override async Task<Proto.Hub> UpdateHub(UpdateHubRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.Id<HubId>(request.HubId, "hubId");
        var fields = UpdatedFields.Of(
            request, request.UpdateMask, context.GetHttpContext(), reader, "name", "is_default");
        var name = fields.Has("name", request.HasName) ? reader.Name(request.Name, "name") : null;
        bool? isDefault = fields.Has("is_default", request.HasIsDefault) ? request.IsDefault : null;
        reader.ThrowIfInvalid();
        if (isDefault is not null && context.Reach().Hubs is not null) // it is another hub's loss
            throw new PermissionDeniedException("'isDefault' needs an API key for all of the organisation.");

        var hub = await hubs.ChangeAsync(context.Reach(), id, h => h with { Name = name ?? h.Name }, context.CancellationToken);
        if (isDefault is true)
            await store.Hubs.SetDefaultAsync(hub.OrganisationId, hub.Id, context.CancellationToken);
        else if (isDefault is false)
            await store.Hubs.ClearDefaultAsync(hub.OrganisationId, hub.Id, context.CancellationToken);
        // What was set is answered: another call may have set another default since.
        return isDefault is { } set ? hub.ToProto(set) : await ReplyAsync(hub, context);
    }

    /// <inheritdoc />
    public override async Task<Empty> DeleteHub(DeleteHubRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.Id<HubId>(request.HubId, "hubId");
        reader.ThrowIfInvalid();

        var now = time.GetUtcNowToTheMillisecond();
        var hub = await hubs.ChangeAsync(context.Reach(), id, h => h with { DeletedAt = now }, context.CancellationToken);
        await store.Hubs.ClearDefaultAsync(hub.OrganisationId, hub.Id, context.CancellationToken);
        return new Empty();
    }

    /// <inheritdoc />
    public override async Task<HubsPage> ListHubs(ListHubsRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var organisation = reader.Id<OrganisationId>(request.OrganisationId, "organisationId");
        var cursors = Cursors.OfIds<HubId>(nameof(ListHubs), organisation);
        var asked = cursors.ReadOrAll(request, reader);
        reader.ThrowIfInvalid();

        var page = await store.Hubs.ListAsync(context.Reach(), organisation, asked, context.CancellationToken);
        var defaultHub = await store.Hubs.LoadDefaultAsync(context.Reach(), organisation, context.CancellationToken);
        var reply = new HubsPage();
        reply.Hubs.AddRange(page.Rows.Select(hub => hub.ToProto(hub.Id == defaultHub)));
        return await cursors.CompleteAsync(
            reply, asked, page, hub => hub.Id, () => counts.CountAsync(context.Reach(), organisation, context.CancellationToken));
    }

    private async Task<Proto.Hub> ReplyAsync(DomainHub hub, ServerCallContext context) =>
        hub.ToProto(hub.Id == await store.Hubs.LoadDefaultAsync(context.Reach(), hub.OrganisationId, context.CancellationToken));
}
