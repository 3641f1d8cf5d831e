using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.Integrations;

/// <summary>An integration can be deleted when it is not deployed and nobody has activated it.</summary>
public abstract class IntegrationDeletionTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_deleted_integration_is_not_found_and_not_listed(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var (gone, kept) = (await scene.AddIntegrationAsync(), await scene.AddIntegrationAsync());

        Assert.NotNull((await DeleteAsync(transport, gone)).Reply);

        var read = await On(transport).CallAsync(new GetIntegrationRequest { IntegrationId = gone.Id });
        var list = await On(transport).CallAsync(new ListIntegrationsRequest { HubId = scene.HubId });
        var embedded = await On(transport).CallAsync(
            new ListEndUserIntegrationsRequest { HubId = scene.HubId, UserId = "ann" });
        read.Refusal.As(ErrorReason.IntegrationNotFound);
        Assert.Equal((1, kept), (list.Reply.TotalCount, Assert.Single(list.Reply.Integrations)));
        Assert.Equal(kept.Id, Assert.Single(embedded.Reply.Integrations).Id);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Nothing_can_be_done_with_a_deleted_integration(Transport transport)
    {
        var caller = On(transport);
        var scene = await ApiScene.CreateAsync(caller);
        var user = await scene.AddUserAsync();
        var gone = await scene.AddIntegrationAsync();
        await DeleteAsync(transport, gone);

        Refusal[] refusals =
        [
            (await DeleteAsync(transport, gone)).Refusal,
            (await caller.CallAsync(new UpdateIntegrationRequest { IntegrationId = gone.Id, Name = "New" })).Refusal,
            (await caller.CallAsync(new DeployIntegrationRequest { IntegrationId = gone.Id })).Refusal,
            (await caller.CallAsync(new UndeployIntegrationRequest { IntegrationId = gone.Id })).Refusal,
            (await caller.CallAsync(new ListConnectionTemplatesRequest { IntegrationId = gone.Id })).Refusal,
            (await caller.CallAsync(new UpdateIntegrationMetadataRequest { IntegrationId = gone.Id })).Refusal,
            (await caller.CallAsync(new CreateConnectionTemplateRequest
            {
                IntegrationId = gone.Id, ConnectorId = scene.Crm, AuthSchemeConfig = Samples.ApiKey(),
            })).Refusal,
            (await caller.CallAsync(new CreateActivationRequest
            {
                UserId = user.ExternalId, IntegrationId = gone.Id,
            })).Refusal,
            (await caller.CallAsync(new GetEmbeddedIntegrationRequest
            {
                HubId = scene.HubId, UserId = user.ExternalId, IntegrationId = gone.Id,
            })).Refusal,
        ];

        Assert.All(refusals, refusal => refusal.As(ErrorReason.IntegrationNotFound));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_deployed_integration_is_kept(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var integration = await scene.AddDeployedIntegrationAsync();

        var answer = await DeleteAsync(transport, integration);

        answer.Refusal.As(ErrorReason.IntegrationDeployed);
        await AssertIsThereAsync(transport, integration);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_integration_that_somebody_has_activated_is_kept(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var integration = await scene.AddDeployedIntegrationAsync();
        await scene.ActivateAsync(await scene.AddUserAsync(), integration);
        var undeployed = await On(transport).CallAsync(new UndeployIntegrationRequest { IntegrationId = integration.Id });

        var answer = await DeleteAsync(transport, integration);

        answer.Refusal.As(ErrorReason.IntegrationInUse);
        await AssertIsThereAsync(transport, undeployed.Reply);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_integration_whose_activations_are_gone_can_be_deleted(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();
        var integration = await scene.AddDeployedIntegrationAsync();
        await scene.ActivateAsync(user, integration);
        await On(transport).CallAsync(new UndeployIntegrationRequest { IntegrationId = integration.Id });
        await On(transport).CallAsync(new DeleteEndUserRequest { HubId = scene.HubId, UserId = user.ExternalId });

        var answer = await DeleteAsync(transport, integration);

        Assert.Null(answer.RefusalOrNull);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_integration_that_is_not_there_can_not_be_deleted(Transport transport)
    {
        var unknown = await DeleteAsync(transport, new Integration { Id = Catalogue.NewId() });
        var malformed = await DeleteAsync(transport, new Integration { Id = "nonsense" });

        unknown.Refusal.As(ErrorReason.IntegrationNotFound);
        malformed.Refusal.AsInvalid("integrationId");
    }

    private Task<Answer<Google.Protobuf.WellKnownTypes.Empty>> DeleteAsync(Transport transport, Integration integration) =>
        On(transport).CallAsync(new DeleteIntegrationRequest { IntegrationId = integration.Id });

    private async Task AssertIsThereAsync(Transport transport, Integration integration)
    {
        var read = await On(transport).CallAsync(new GetIntegrationRequest { IntegrationId = integration.Id });
        Assert.Equal(integration, read.Reply);
    }
}

public sealed class IntegrationDeletionsOnSqlite(SqliteService service)
    : IntegrationDeletionTests(service), IClassFixture<SqliteService>;

public sealed class IntegrationDeletionsOnMongoDb(MongoDbService service)
    : IntegrationDeletionTests(service), IClassFixture<MongoDbService>;
