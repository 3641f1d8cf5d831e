using System.Collections.Immutable;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Grpc.Access;
using Activations.Grpc.Mapping;
using Activations.Identifiers;
using Activations.Stores;
using Activations.Time;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Proto = Activations.V1;

namespace Activations.Grpc.Services;

/// <summary>The calls on connections: parse, load, decide, save, reply.</summary>
internal sealed class ConnectionService(
    IStore store, EndUserChanger users, Connect connect, Reconnect reconnect, TimeProvider time)
    : Proto.ConnectionService.ConnectionServiceBase
{
    private const int MaxConnectors = 100;

    /// <inheritdoc />
    public override async Task<Proto.Connection> CreateEndUserConnection(
        CreateEndUserConnectionRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var hubId = reader.Id<HubId>(request.HubId, "hubId");
        var reference = reader.User(
            request.UserId, context.IdentifierType(request.IdentifierType), "userId", "identifierType");
        var connector = reader.Id<ConnectorId>(request.ConnectorId, "connectorId");
        var draft = ConnectionRequests.ToDraft(request.Connection, "connection", reader);
        reader.ThrowIfInvalid();

        var hub = await store.RequireHubAsync(context.Reach(), hubId, context.CancellationToken);
        var (connection, user) = await users.ChangeAsync(
            context.Reach(),
            reference.In(hubId),
            EndUserParts.Profile,
            current => connect.Decide(hub, current, connector, draft, time.GetUtcNowToTheMillisecond()),
            context.CancellationToken);
        return connection.ToProto(user.OrganisationId);
    }

    /// <inheritdoc />
    public override async Task<EndUserConnectionsPage> ListEndUserConnections(
        ListEndUserConnectionsRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var hubId = reader.Id<HubId>(request.HubId, "hubId");
        var reference = reader.User(request.UserId, request.IdentifierType, "userId", "identifierType");
        var connectors = ReadConnectors(request.HubConnectorId, reader);
        reader.ThrowIfInvalid();
        await store.RequireHubAsync(context.Reach(), hubId, context.CancellationToken);

        var user = await store.EndUsers.RequireAsync(
            context.Reach(),
            reference.In(hubId), EndUserParts.Profile, context.CancellationToken);
        var filter = new ConnectionFilter(user.Id, user.Key, connectors);
        var cursors = Cursors.OfIds<ConnectionId>(
            nameof(ListEndUserConnections), $"{user.Id} {string.Join(',', connectors)}");
        var asked = cursors.Read(request, reader);
        reader.ThrowIfInvalid(); // the cursors could only be read once the user was known

        var page = await store.EndUsers.ListConnectionsAsync(context.Reach(), filter, asked, context.CancellationToken);
        var reply = new EndUserConnectionsPage();
        reply.Connections.AddRange(page.Rows.Select(row => row.ToProto()));
        return await cursors.CompleteAsync(
            reply,
            asked,
            page,
            row => row.Id,
            () => store.EndUsers.CountConnectionsAsync(context.Reach(), filter, context.CancellationToken));
    }

    /// <inheritdoc />
    public override async Task<Proto.Connection> GetEndUserConnection(
        GetEndUserConnectionRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.Id<ConnectionTemplateId>(request.ConnectionTemplateId, "connectionTemplateId");
        var reference = reader.User(request.UserId, request.IdentifierType, "userId", "identifierType");
        reader.ThrowIfInvalid();

        var found = await store.Integrations.LoadByTemplateAsync(context.Reach(), id, context.CancellationToken);
        if (found is not { DeletedAt: null } integration)
            throw ResourceNotFoundException.ConnectionTemplate();
        var user = await store.EndUsers.RequireAsync(
            context.Reach(),
            reference.In(integration.HubId), new EndUserParts { ActivationOf = integration.Id }, context.CancellationToken);
        var template = integration.Templates.Single(t => t.Id == id);
        var connection = user.FindConnectionFor(template, integration.Id)
            ?? throw ResourceNotFoundException.Connection();
        return connection.ToProto(user.OrganisationId);
    }

    /// <inheritdoc />
    public override async Task<Proto.Connection> GetConnection(GetConnectionRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.Id<ConnectionId>(request.ConnectionId, "connectionId");
        reader.ThrowIfInvalid();

        var user = await store.EndUsers.RequireAsync(
            context.Reach(),
            new EndUserLookup.ByConnection(id), EndUserParts.Profile, context.CancellationToken);
        return user.FindConnection(id)!.ToProto(user.OrganisationId);
    }

    /// <inheritdoc />
    public override async Task<Proto.Connection> UpdateConnection(
        UpdateConnectionRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.Id<ConnectionId>(request.ConnectionId, "connectionId");
        var update = ConnectionRequests.ToUpdate(request, context.GetHttpContext(), reader);
        reader.ThrowIfInvalid();

        var (connection, user) = await users.ChangeAsync(
            context.Reach(),
            new EndUserLookup.ByConnection(id),
            new EndUserParts { Connections = [id] },
            current => reconnect.Decide(current, id, update, time.GetUtcNowToTheMillisecond()),
            context.CancellationToken);
        return connection.ToProto(user.OrganisationId);
    }

    /// <inheritdoc />
    public override async Task<Empty> DeleteConnection(DeleteConnectionRequest request, ServerCallContext context)
    {
        var reader = new RequestReader();
        var id = reader.Id<ConnectionId>(request.ConnectionId, "connectionId");
        reader.ThrowIfInvalid();

        await users.ChangeAsync(
            context.Reach(),
            new EndUserLookup.ByConnection(id),
            new EndUserParts { Connections = [id], ActivationsBinding = id },
            current => Disconnect.Decide(current, id, request.Force, time.GetUtcNowToTheMillisecond()),
            context.CancellationToken);
        return new Empty();
    }

    private static ImmutableArray<ConnectorId> ReadConnectors(IEnumerable<string> lists, RequestReader reader)
    {
        var texts = lists.SelectMany(list => list.Split(',', StringSplitOptions.RemoveEmptyEntries)).Distinct().ToList();
        if (texts.Count <= MaxConnectors)
            return [.. texts.Select(text => reader.Id<ConnectorId>(text, "hubConnectorId"))];
        reader.Violations.Add("hubConnectorId", $"must be at most {MaxConnectors} ids");
        return [];
    }
}
