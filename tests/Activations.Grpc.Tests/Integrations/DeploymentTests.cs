using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.Integrations;

/// <summary>Whether an integration is deployed decides whether it can be activated.</summary>
public abstract class DeploymentTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_integration_is_deployed_and_undeployed(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var made = await scene.AddIntegrationAsync();

        var deployed = await DeployAsync(transport, made);
        var readDeployed = await ReadAsync(transport, made);
        var undeployed = await UndeployAsync(transport, made);

        var expected = new Integration(made) { IsDeployed = true };
        Assert.Equal([expected, expected, made], [deployed.Reply, readDeployed, undeployed.Reply]);
        Assert.Equal(made, await ReadAsync(transport, made));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task What_is_deployed_stays_so_and_what_is_not_stays_so(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var made = await scene.AddIntegrationAsync();

        var still = await UndeployAsync(transport, made);
        await DeployAsync(transport, made);
        var again = await DeployAsync(transport, made);

        Assert.Equal((false, true), (still.Reply.IsDeployed, again.Reply.IsDeployed));
    }

    [Theory]
    [InlineData("deploy", true)]
    [InlineData("undeploy", false)]
    public async Task Over_REST_a_deployment_is_a_POST_without_a_body(string verb, bool isDeployed)
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Rest));
        var made = await scene.AddIntegrationAsync();

        var answer = await Service.Rest.SendAsync(
            HttpMethod.Post, $"/integrations/{made.Id.ToLowerInvariant()}:{verb}");

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            (made.Id, isDeployed),
            (answer.Json.GetProperty("id").GetString(), answer.Json.GetProperty("isDeployed").GetBoolean()));
    }

    [Fact]
    public async Task Over_REST_a_deployment_takes_no_notice_of_a_body()
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Rest));
        var made = await scene.AddIntegrationAsync();

        var answer = await Service.Rest.PostAsync($"/integrations/{made.Id}:deploy", "{}");

        Assert.Equal(200, answer.Status);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Only_what_is_deployed_can_be_activated(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var (first, second) = (await scene.AddUserAsync(), await scene.AddUserAsync());
        var integration = await scene.AddDeployedIntegrationAsync();
        await scene.ActivateAsync(first, integration);

        await UndeployAsync(transport, integration);

        var answer = await On(transport).CallAsync(
            new CreateActivationRequest { UserId = second.ExternalId, IntegrationId = integration.Id });
        answer.Refusal.As(ErrorReason.IntegrationNotDeployed);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task The_activations_of_an_integration_that_is_undeployed_stay(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var integration = await scene.AddDeployedIntegrationAsync();
        var activation = await scene.ActivateAsync(await scene.AddUserAsync(), integration);

        await UndeployAsync(transport, integration);

        var read = await On(transport).CallAsync(new GetActivationRequest { ActivationId = activation.Id });
        Assert.Equal((activation.Id, false), (read.Reply.Id, read.Reply.Integration.IsDeployed));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_integration_that_is_not_there_can_be_neither_deployed_nor_undeployed(Transport transport)
    {
        var unknown = new Integration { Id = Catalogue.NewId() };
        var malformed = new Integration { Id = "nonsense" };

        (await DeployAsync(transport, unknown)).Refusal.As(ErrorReason.IntegrationNotFound);
        (await UndeployAsync(transport, unknown)).Refusal.As(ErrorReason.IntegrationNotFound);
        (await DeployAsync(transport, malformed)).Refusal.AsInvalid("integrationId");
        (await UndeployAsync(transport, malformed)).Refusal.AsInvalid("integrationId");
    }

    private Task<Answer<Integration>> DeployAsync(Transport transport, Integration integration) =>
        On(transport).CallAsync(new DeployIntegrationRequest { IntegrationId = integration.Id });

    private Task<Answer<Integration>> UndeployAsync(Transport transport, Integration integration) =>
        On(transport).CallAsync(new UndeployIntegrationRequest { IntegrationId = integration.Id });

    private async Task<Integration> ReadAsync(Transport transport, Integration integration) =>
        (await On(transport).CallAsync(new GetIntegrationRequest { IntegrationId = integration.Id })).Reply;
}

public sealed class DeploymentsOnSqlite(SqliteService service) : DeploymentTests(service), IClassFixture<SqliteService>;

public sealed class DeploymentsOnMongoDb(MongoDbService service) : DeploymentTests(service), IClassFixture<MongoDbService>;
