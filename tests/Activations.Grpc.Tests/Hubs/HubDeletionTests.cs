using Activations.Access;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.Hubs;

/// <summary>A hub that is deleted can't be found any more; what it holds goes on working.</summary>
public abstract class HubDeletionTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_deleted_hub_is_not_found_and_not_listed(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));

        await DeleteAsync(transport, scene);

        var read = await On(transport).CallAsync(new GetHubRequest { HubId = scene.HubId });
        var list = await On(transport).CallAsync(new ListHubsRequest { OrganisationId = scene.Hub.OrganisationId });
        read.Refusal.As(ErrorReason.HubNotFound);
        Assert.Equal(new HubsPage(), list.Reply);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_deleted_hub_can_be_neither_changed_nor_deleted_again(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        await DeleteAsync(transport, scene);

        var changed = await On(transport).CallAsync(new UpdateHubRequest { HubId = scene.HubId, IsDefault = true });
        var deleted = await On(transport).CallAsync(new DeleteHubRequest { HubId = scene.HubId });

        changed.Refusal.As(ErrorReason.HubNotFound);
        deleted.Refusal.As(ErrorReason.HubNotFound);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_deleted_hub_is_no_longer_the_default(Transport transport)
    {
        var first = await ApiScene.CreateAsync(On(transport));
        var second = await ApiScene.CreateAsync(On(transport), r => r.OrganisationId = first.Hub.OrganisationId);
        await On(transport).CallAsync(new UpdateHubRequest { HubId = first.HubId, IsDefault = true });

        await DeleteAsync(transport, first);

        var list = await On(transport).CallAsync(new ListHubsRequest { OrganisationId = first.Hub.OrganisationId });
        Assert.Equal(second.Hub, Assert.Single(list.Reply.Hubs));
        Assert.Null(await Service.Store.Hubs.LoadDefaultAsync(
            Reach.Everything,
            Identifiers.Id.Parse<Identifiers.OrganisationId>(first.Hub.OrganisationId), Cancellation));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Nothing_new_is_made_in_a_deleted_hub(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        await DeleteAsync(transport, scene);

        var user = await On(transport).CallAsync(new CreateEndUserRequest { HubId = scene.HubId, ExternalId = "new" });
        var integration = await On(transport).CallAsync(new CreateIntegrationRequest
        {
            HubId = scene.HubId,
            OrganisationId = scene.Hub.OrganisationId,
            Name = "New",
        });

        user.Refusal.As(ErrorReason.HubNotFound);
        integration.Refusal.As(ErrorReason.HubNotFound);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task What_a_deleted_hub_holds_goes_on_working(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();
        var bound = await scene.BindAsync(user);
        var other = await scene.AddDeployedIntegrationAsync();

        await DeleteAsync(transport, scene);

        var caller = On(transport);
        Assert.Equal(
            bound.Activation, (await caller.CallAsync(new GetActivationRequest { ActivationId = bound.Activation.Id })).Reply);
        Assert.Equal(
            bound.Integration, (await caller.CallAsync(new GetIntegrationRequest { IntegrationId = bound.Integration.Id })).Reply);
        Assert.Equal(
            bound.Connection, (await caller.CallAsync(new GetConnectionRequest { ConnectionId = bound.Connection.Id })).Reply);
        Assert.Equal(
            user, (await caller.CallAsync(new GetEndUserRequest { HubId = scene.HubId, UserId = user.ExternalId })).Reply);
        Assert.Equal(other.Id, (await scene.ActivateAsync(user, other)).Integration.Id);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_hub_that_is_not_there_can_not_be_deleted(Transport transport)
    {
        var unknown = await On(transport).CallAsync(new DeleteHubRequest { HubId = Catalogue.NewId() });
        var malformed = await On(transport).CallAsync(new DeleteHubRequest { HubId = "nonsense" });

        unknown.Refusal.As(ErrorReason.HubNotFound);
        malformed.Refusal.AsInvalid("hubId");
    }

    private async Task DeleteAsync(Transport transport, ApiScene scene) =>
        Assert.NotNull((await On(transport).CallAsync(new DeleteHubRequest { HubId = scene.HubId })).Reply);
}

public sealed class HubDeletionsOnSqlite(SqliteService service) : HubDeletionTests(service), IClassFixture<SqliteService>;

public sealed class HubDeletionsOnMongoDb(MongoDbService service) : HubDeletionTests(service), IClassFixture<MongoDbService>;
