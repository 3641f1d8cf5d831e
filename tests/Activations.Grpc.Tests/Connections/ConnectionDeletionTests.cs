using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.Connections;

/// <summary>A connection goes alone, or, if that is asked for, with the activations that bind it.</summary>
public abstract class ConnectionDeletionTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_deleted_connection_is_not_found_and_not_listed(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();
        var (gone, kept) = (await scene.AddConnectionAsync(user), await scene.AddConnectionAsync(user));

        await DeleteAsync(transport, gone);

        var read = await On(transport).CallAsync(new GetConnectionRequest { ConnectionId = gone.Id });
        var list = await On(transport).CallAsync(
            new ListEndUserConnectionsRequest { HubId = scene.HubId, UserId = user.ExternalId });
        read.Refusal.As(ErrorReason.ConnectionNotFound);
        Assert.Equal(kept.Id, Assert.Single(list.Reply.Connections).Id);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_user_whose_primary_connection_is_deleted_has_none(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddConnectedUserAsync();
        await scene.AddConnectionAsync(user, scene.Crm);

        await DeleteAsync(transport, user.PrimaryConnection);

        var read = await On(transport).CallAsync(new GetEndUserRequest { HubId = scene.HubId, UserId = user.ExternalId });
        Assert.Equal("", read.Reply.PrimaryConnection.Id);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_connection_that_activations_bind_is_kept_and_they_are_named(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();
        var first = await scene.BindAsync(user);
        var other = await scene.AddDeployedIntegrationAsync();
        var template = await scene.AddTemplateAsync(other);
        var second = await scene.ActivateAsync(user, other, (template, first.Connection));

        var answer = await On(transport).CallAsync(new DeleteConnectionRequest { ConnectionId = first.Connection.Id });

        var metadata = answer.Refusal.As(ErrorReason.ConnectionInUse).Metadata;
        Assert.Equal("2", metadata["activationCount"]);
        Assert.Equal(
            new[] { first.Activation.Id, second.Id }.Order(StringComparer.Ordinal),
            metadata["activationIds"].Split(',').Order(StringComparer.Ordinal));
        var read = await On(transport).CallAsync(new GetConnectionRequest { ConnectionId = first.Connection.Id });
        Assert.Equal(first.Connection, read.Reply);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Force_deletes_the_activations_that_bind_it_too_and_no_others(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();
        var bound = await scene.BindAsync(user);
        var other = await scene.BindAsync(user);

        await DeleteAsync(transport, bound.Connection, force: true);

        var gone = await On(transport).CallAsync(new GetActivationRequest { ActivationId = bound.Activation.Id });
        var kept = await On(transport).CallAsync(new GetActivationRequest { ActivationId = other.Activation.Id });
        gone.Refusal.As(ErrorReason.ActivationNotFound);
        Assert.Equal(other.Activation, kept.Reply);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_integration_can_be_activated_again_after_force(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();
        var bound = await scene.BindAsync(user);
        await DeleteAsync(transport, bound.Connection, force: true);

        var again = await scene.ActivateAsync(
            user, bound.Integration, (bound.Template, await scene.AddConnectionAsync(user)));

        Assert.NotEqual(bound.Activation.Id, again.Id);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_connection_whose_activation_was_deleted_can_be_deleted(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var bound = await scene.BindAsync(await scene.AddUserAsync());
        await On(transport).CallAsync(new DeleteActivationRequest { ActivationId = bound.Activation.Id });

        await DeleteAsync(transport, bound.Connection);

        var read = await On(transport).CallAsync(new GetConnectionRequest { ConnectionId = bound.Connection.Id });
        read.Refusal.As(ErrorReason.ConnectionNotFound);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_connection_that_is_not_there_can_not_be_deleted(Transport transport)
    {
        var unknown = await On(transport).CallAsync(
            new DeleteConnectionRequest { ConnectionId = Catalogue.NewId(), Force = true });
        var malformed = await On(transport).CallAsync(new DeleteConnectionRequest { ConnectionId = "nonsense" });

        unknown.Refusal.As(ErrorReason.ConnectionNotFound);
        malformed.Refusal.AsInvalid("connectionId");
    }

    private async Task DeleteAsync(Transport transport, Connection connection, bool force = false)
    {
        var answer = await On(transport).CallAsync(
            new DeleteConnectionRequest { ConnectionId = connection.Id, Force = force });
        Assert.NotNull(answer.Reply);
    }
}

public sealed class ConnectionDeletionsOnSqlite(SqliteService service)
    : ConnectionDeletionTests(service), IClassFixture<SqliteService>;

public sealed class ConnectionDeletionsOnMongoDb(MongoDbService service)
    : ConnectionDeletionTests(service), IClassFixture<MongoDbService>;
