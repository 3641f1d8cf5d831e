using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.EndUsers;

/// <summary>A user goes with all connections and activations.</summary>
public abstract class EndUserDeletionTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_deleted_user_is_not_found_and_not_listed(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();

        await DeleteAsync(transport, scene, user.ExternalId);

        var read = await On(transport).CallAsync(new GetEndUserRequest { HubId = scene.HubId, UserId = user.ExternalId });
        var list = await On(transport).CallAsync(new ListEndUsersRequest { HubId = scene.HubId });
        read.Refusal.As(ErrorReason.UserNotFound);
        Assert.Equal(new EndUserPage(), list.Reply);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_user_is_deleted_by_our_id_too(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();

        await DeleteAsync(transport, scene, user.Id, "internal");

        var read = await On(transport).CallAsync(new GetEndUserRequest { HubId = scene.HubId, UserId = user.ExternalId });
        read.Refusal.As(ErrorReason.UserNotFound);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task The_connections_and_activations_of_a_deleted_user_are_not_found(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddConnectedUserAsync();
        var bound = await scene.BindAsync(user);

        await DeleteAsync(transport, scene, user.ExternalId);

        var primary = await On(transport).CallAsync(new GetConnectionRequest { ConnectionId = user.PrimaryConnection.Id });
        var connection = await On(transport).CallAsync(new GetConnectionRequest { ConnectionId = bound.Connection.Id });
        var activation = await On(transport).CallAsync(new GetActivationRequest { ActivationId = bound.Activation.Id });
        var list = await On(transport).CallAsync(new ListActivationsRequest { HubId = scene.HubId });
        primary.Refusal.As(ErrorReason.ConnectionNotFound);
        connection.Refusal.As(ErrorReason.ConnectionNotFound);
        activation.Refusal.As(ErrorReason.ActivationNotFound);
        Assert.Empty(list.Reply.Activations);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Other_users_keep_what_is_theirs(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync("ann");
        var other = await scene.AddUserAsync("anna");
        var bound = await scene.BindAsync(other);

        await DeleteAsync(transport, scene, user.ExternalId);

        var read = await On(transport).CallAsync(new GetActivationRequest { ActivationId = bound.Activation.Id });
        Assert.Equal(bound.Activation, read.Reply);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task The_same_external_id_makes_a_new_user_who_has_nothing_of_the_old_one(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var old = await scene.AddUserAsync("ann", r => r.PrimaryConnection = Samples.Connection());
        await scene.BindAsync(old);
        await DeleteAsync(transport, scene, "ann");

        var user = await scene.AddUserAsync("ann");

        Assert.NotEqual(old.Id, user.Id);
        Assert.Equal("", user.PrimaryConnection.Id);
        var connections = await On(transport).CallAsync(
            new ListEndUserConnectionsRequest { HubId = scene.HubId, UserId = "ann" });
        var activations = await On(transport).CallAsync(
            new ListEndUserActivationsRequest { HubId = scene.HubId, UserId = "ann" });
        Assert.Equal((0, 0), (connections.Reply.TotalCount, activations.Reply.TotalCount));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task The_request_ids_of_a_deleted_user_are_forgotten(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var integration = await scene.AddDeployedIntegrationAsync();
        var request = new CreateActivationRequest { UserId = "ann", IntegrationId = integration.Id, RequestId = "once" };
        await scene.AddUserAsync("ann");
        var first = await On(transport).CallAsync(request);
        await DeleteAsync(transport, scene, "ann");
        await scene.AddUserAsync("ann");

        var second = await On(transport).CallAsync(request);

        Assert.NotEqual(first.Reply.Id, second.Reply.Id);
        Assert.False(second.IsReplay);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_user_or_a_hub_that_is_not_there_can_not_be_deleted(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();
        await DeleteAsync(transport, scene, user.ExternalId);

        var again = await On(transport).CallAsync(new DeleteEndUserRequest { HubId = scene.HubId, UserId = user.ExternalId });
        var noHub = await On(transport).CallAsync(new DeleteEndUserRequest { HubId = Catalogue.NewId(), UserId = "ann" });
        var malformed = await On(transport).CallAsync(
            new DeleteEndUserRequest { HubId = "nonsense", UserId = "ann", IdentifierType = "nonsense" });

        again.Refusal.As(ErrorReason.UserNotFound);
        noHub.Refusal.As(ErrorReason.HubNotFound);
        malformed.Refusal.AsInvalid("hubId", "identifierType");
    }

    private async Task DeleteAsync(Transport transport, ApiScene scene, string user, string type = "")
    {
        var answer = await On(transport).CallAsync(
            new DeleteEndUserRequest { HubId = scene.HubId, UserId = user, IdentifierType = type });
        Assert.NotNull(answer.Reply);
    }
}

public sealed class EndUserDeletionsOnSqlite(SqliteService service)
    : EndUserDeletionTests(service), IClassFixture<SqliteService>;

public sealed class EndUserDeletionsOnMongoDb(MongoDbService service)
    : EndUserDeletionTests(service), IClassFixture<MongoDbService>;
