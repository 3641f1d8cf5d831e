using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.Activating;

/// <summary>A1–A4: whether an activation may exist, and in which order that is found out.</summary>
public abstract class ExistenceRuleTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task A1_an_integration_that_does_not_exist_is_not_found(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync();

        var answer = await On(transport).CallAsync(scene.Request(r => r.IntegrationId = Catalogue.NewId()));

        answer.Refusal.As(ErrorReason.IntegrationNotFound);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A2_a_user_who_does_not_exist_is_not_found(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync();

        var external = await On(transport).CallAsync(scene.Request(r => r.UserId = "nobody"));
        var @internal = await On(transport).CallAsync(scene.Request(r =>
        {
            r.UserId = Catalogue.NewId();
            r.UserIdType = "internal";
        }));

        external.Refusal.As(ErrorReason.UserNotFound);
        @internal.Refusal.As(ErrorReason.UserNotFound);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A2_a_user_of_another_hub_is_not_found(Transport transport)
    {
        var (scene, elsewhere) = (await Catalogue.AddSceneAsync(), await Catalogue.AddSceneAsync());

        var external = await On(transport).CallAsync(scene.Request(r => r.UserId = elsewhere.UserId));
        var @internal = await On(transport).CallAsync(scene.Request(r =>
        {
            r.UserId = elsewhere.User.Id.ToString();
            r.UserIdType = "internal";
        }));

        external.Refusal.As(ErrorReason.UserNotFound);
        @internal.Refusal.As(ErrorReason.UserNotFound);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A3_an_integration_that_is_not_deployed_is_refused(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync(i => i with { IsDeployed = false });

        var answer = await On(transport).CallAsync(scene.Request());

        answer.Refusal.As(ErrorReason.IntegrationNotDeployed);
        Assert.Equal(0, (await On(transport).CallAsync(scene.ListRequest())).Reply.TotalCount);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A4_a_second_activation_is_refused_and_the_first_one_is_named(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync();
        var first = await On(transport).CallAsync(scene.Request());

        var second = await On(transport).CallAsync(scene.Request());

        var metadata = second.Refusal.As(ErrorReason.ActivationAlreadyExists).Metadata;
        Assert.Equal(first.Reply.Id, Assert.Single(metadata, m => m.Key == "activationId").Value);
        Assert.Null(second.Refusal.RetryAfter);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task The_rules_of_the_request_come_before_those_of_existence(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync();

        var answer = await On(transport).CallAsync(scene.Request(r =>
        {
            r.IntegrationId = Catalogue.NewId();
            r.Connections[0].TemplateId = "no ulid";
        }));

        answer.Refusal.AsInvalid("connections[0].templateId");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_unknown_integration_comes_before_an_unknown_user(Transport transport)
    {
        var answer = await On(transport).CallAsync(new CreateActivationRequest
        {
            UserId = "nobody",
            IntegrationId = Catalogue.NewId(),
        });

        answer.Refusal.As(ErrorReason.IntegrationNotFound);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_unknown_user_comes_before_an_integration_that_is_not_deployed(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync(i => i with { IsDeployed = false });

        var answer = await On(transport).CallAsync(scene.Request(r => r.UserId = "nobody"));

        answer.Refusal.As(ErrorReason.UserNotFound);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task What_is_there_already_comes_before_what_is_wrong_with_its_connections(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync();
        await On(transport).CallAsync(scene.Request());

        var answer = await On(transport).CallAsync(scene.Request(r =>
        {
            r.Connections.Clear();
            r.DynamicVariables = Structs.Parse("""{"syncHour": 99}""");
        }));

        answer.Refusal.As(ErrorReason.ActivationAlreadyExists);
    }
}

public sealed class ExistenceRulesOnSqlite(SqliteService service) : ExistenceRuleTests(service), IClassFixture<SqliteService>;

public sealed class ExistenceRulesOnMongoDb(MongoDbService service) : ExistenceRuleTests(service), IClassFixture<MongoDbService>;
