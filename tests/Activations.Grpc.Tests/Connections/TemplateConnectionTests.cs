using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.Connections;

/// <summary>Which connection serves a template for a user.</summary>
public abstract class TemplateConnectionTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task The_connection_that_the_users_activation_binds_serves_the_template(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();
        await scene.AddConnectionAsync(user);
        var bound = await scene.BindAsync(user);

        var external = await GetAsync(transport, bound.Template, user.ExternalId);
        var ours = await GetAsync(transport, bound.Template, user.Id, "internal");

        Assert.Equal([bound.Connection, bound.Connection], [external.Reply, ours.Reply]);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task What_is_bound_comes_before_the_primary_connection(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddConnectedUserAsync();
        var second = await scene.AddConnectionAsync(user, scene.Crm);
        var integration = await scene.AddDeployedIntegrationAsync();
        var template = await scene.AddTemplateAsync(integration, scene.Crm);
        await scene.ActivateAsync(user, integration, (template, second));

        var answer = await GetAsync(transport, template, user.ExternalId);

        Assert.Equal(second, answer.Reply);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Without_an_activation_the_primary_connection_serves_a_primary_template(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddConnectedUserAsync();
        var template = await scene.AddTemplateAsync(await scene.AddIntegrationAsync(), scene.Crm);

        var answer = await GetAsync(transport, template, user.ExternalId);

        Assert.Equal(user.PrimaryConnection, answer.Reply);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Without_an_activation_nothing_serves_another_template(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddConnectedUserAsync();
        await scene.AddConnectionAsync(user);
        var template = await scene.AddTemplateAsync(await scene.AddIntegrationAsync());

        var answer = await GetAsync(transport, template, user.ExternalId);

        answer.Refusal.As(ErrorReason.ConnectionNotFound);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Nothing_serves_a_primary_template_for_a_user_without_a_primary_connection(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();
        var template = await scene.AddTemplateAsync(await scene.AddIntegrationAsync(), scene.Crm);

        var answer = await GetAsync(transport, template, user.ExternalId);

        answer.Refusal.As(ErrorReason.ConnectionNotFound);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_template_or_a_user_that_is_not_there_is_not_found(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var other = await ApiScene.CreateAsync(On(transport));
        var template = await scene.AddTemplateAsync(await scene.AddIntegrationAsync());
        var user = await other.AddUserAsync();

        var noTemplate = await On(transport).CallAsync(
            new GetEndUserConnectionRequest { ConnectionTemplateId = Catalogue.NewId(), UserId = "ann" });
        var noUser = await GetAsync(transport, template, "nobody");
        var ofAnotherHub = await GetAsync(transport, template, user.Id, "internal");
        var malformed = await On(transport).CallAsync(new GetEndUserConnectionRequest
        {
            ConnectionTemplateId = "nonsense",
            UserId = "nonsense",
            IdentifierType = "internal",
        });

        noTemplate.Refusal.As(ErrorReason.ConnectionTemplateNotFound);
        noUser.Refusal.As(ErrorReason.UserNotFound);
        ofAnotherHub.Refusal.As(ErrorReason.UserNotFound);
        malformed.Refusal.AsInvalid("connectionTemplateId", "userId");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_template_of_a_deleted_integration_is_not_found(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddConnectedUserAsync();
        var integration = await scene.AddIntegrationAsync();
        var template = await scene.AddTemplateAsync(integration, scene.Crm);
        await On(transport).CallAsync(new DeleteIntegrationRequest { IntegrationId = integration.Id });

        var answer = await GetAsync(transport, template, user.ExternalId);

        answer.Refusal.As(ErrorReason.ConnectionTemplateNotFound);
    }

    private Task<Answer<Connection>> GetAsync(
        Transport transport, ConnectionTemplate template, string user, string type = "") =>
        On(transport).CallAsync(new GetEndUserConnectionRequest
        {
            ConnectionTemplateId = template.Id,
            UserId = user,
            IdentifierType = type,
        });
}

public sealed class TemplateConnectionsOnSqlite(SqliteService service)
    : TemplateConnectionTests(service), IClassFixture<SqliteService>;

public sealed class TemplateConnectionsOnMongoDb(MongoDbService service)
    : TemplateConnectionTests(service), IClassFixture<MongoDbService>;
