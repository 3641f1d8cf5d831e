using Activations.EndUsers;
using Activations.Errors;
using Activations.Grpc.Access;
using Activations.Grpc.Mapping;
using Activations.Identifiers;
using Activations.Paging;
using Activations.Stores;
using Activations.Time;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using DomainEndUser = Activations.EndUsers.EndUser;
using Proto = Activations.V1;

namespace Activations.Grpc.Services;

/// <summary>The calls on end users: parse, load, decide, save, reply.</summary>
internal sealed class EndUserService(IStore store, Register register, ListCounts counts, TimeProvider time)
    : Proto.EndUserService.EndUserServiceBase
{
    /// <inheritdoc />
    public override async Task<Proto.EndUser> CreateEndUser(CreateEndUserRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var hubId = reader.Id<HubId>(request.HubId, "hubId");
        var externalId = reader.ExternalId(request.ExternalId, "externalId");
        var displayName = reader.OptionalName(request.DisplayName, "displayName");
        var primaryConnection = request.PrimaryConnection is { } connection
            ? ConnectionRequests.ToDraft(connection, "primaryConnection", reader)
            : null;
        reader.ThrowIfInvalid();

        var hub = await store.RequireLiveHubAsync(context.Reach(), hubId, context.CancellationToken);
        if (!context.Reach().Allows(new EndUserKey(hubId, externalId)))
            throw new PermissionDeniedException("An end user may create no user but themselves.");
        var user = register.Decide(hub, externalId, displayName, primaryConnection, time.GetUtcNowToTheMillisecond());
        if (!await store.EndUsers.AddAsync(user, context.CancellationToken))
            throw await AlreadyExistsAsync(user.Key, context);
        return user.ToProto();
    }

    /// <inheritdoc />
    public override async Task<Proto.EndUser> GetEndUser(GetEndUserRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var hubId = reader.Id<HubId>(request.HubId, "hubId");
        var reference = reader.User(request.UserId, request.IdentifierType, "userId", "identifierType");
        reader.ThrowIfInvalid();

        return (await RequireAsync(hubId, reference, context)).ToProto();
    }

    /// <inheritdoc />
    public override async Task<Empty> DeleteEndUser(DeleteEndUserRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var hubId = reader.Id<HubId>(request.HubId, "hubId");
        var reference = reader.User(request.UserId, request.IdentifierType, "userId", "identifierType");
        reader.ThrowIfInvalid();

        var user = await RequireAsync(hubId, reference, context);
        if (!await store.EndUsers.DeleteAsync(user, context.CancellationToken))
            throw ResourceNotFoundException.User();
        return new Empty();
    }

    /// <inheritdoc />
    public override async Task<EndUserPage> ListEndUsers(ListEndUsersRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var filter = new EndUserFilter(reader.Id<HubId>(request.HubId, "hubId"), SearchTerm.Of(request.Search));
        var cursors = Cursors.OfIds<EndUserId>(nameof(ListEndUsers), filter);
        var asked = cursors.Read(request, reader);
        reader.ThrowIfInvalid();
        await store.RequireHubAsync(context.Reach(), filter.HubId, context.CancellationToken);

        var page = await store.EndUsers.ListAsync(context.Reach(), filter, asked, context.CancellationToken);
        var reply = new EndUserPage();
        reply.Users.AddRange(page.Rows.Select(row => row.ToProto()));
        return await cursors.CompleteAsync(
            reply, asked, page, row => row.Id, () => counts.CountAsync(context.Reach(), filter, context.CancellationToken));
    }

    private async Task<DomainEndUser> RequireAsync(
        HubId hubId, EndUserReference reference, ServerCallContext context)
    {
        await store.RequireHubAsync(context.Reach(), hubId, context.CancellationToken);
        return await store.EndUsers.RequireAsync(
            context.Reach(), reference.In(hubId), EndUserParts.Profile, context.CancellationToken);
    }

    private async Task<ActivationsException> AlreadyExistsAsync(EndUserKey key, ServerCallContext context)
    {
        var existing = await store.EndUsers.LoadAsync(
            context.Reach(),
            new EndUserLookup.ByKey(key), EndUserParts.Profile, context.CancellationToken);
        return existing is null ? new ConcurrentModificationException() : new EndUserAlreadyExistsException(existing.Id);
    }
}
