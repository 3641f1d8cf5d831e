using Activations.Grpc.Access;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;
using Microsoft.Extensions.Logging;

namespace Activations.Grpc.Tests.Activating;

/// <summary>The one call that answers secrets.</summary>
public abstract class ResolveTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task All_that_is_needed_to_run_is_answered_with_its_secrets(Transport transport)
    {
        var bound = await BindAsync(transport);
        var (scene, user, integration, template, connection, activation) = bound;

        var reply = (await On(transport).CallAsync(new ResolveActivationRequest { ActivationId = activation.Id })).Reply;

        Assert.Equal(
            (activation.Id, scene.HubId, integration.Id, activation.Etag), (reply.Id, reply.HubId, reply.IntegrationId, reply.Etag));
        Assert.Equal((user.Id, user.ExternalId), (reply.User.Id, reply.User.ExternalId));
        Assert.Equal(activation.DynamicVariables, reply.DynamicVariables);
        var resolved = Assert.Single(reply.Connections);
        Assert.Equal((template.Id, scene.Mailer), (resolved.Template.Id, resolved.Template.ConnectorId));
        Assert.Equal(Samples.OAuth2("template-secret"), resolved.Template.AuthSchemeConfig);
        Assert.Equal((connection.Id, connection.Name), (resolved.Connection.Id, resolved.Connection.Name));
        Assert.Equal(new ConnectionVariable { Name = "region", Value = "eu" }, Assert.Single(resolved.Connection.Variables));
        var action = Assert.Single(resolved.Connection.Credentials.Action);
        Assert.Equal(Samples.OAuth2("connection-secret"), action.AuthSchemeConfig);
        Assert.Equal(Structs.Parse("""{"username": "me", "password": "action-secret"}"""), action.Credential.Data);
        var trigger = Assert.Single(resolved.Connection.Credentials.Trigger);
        Assert.Equal(Structs.Parse("""{"value": "trigger-secret"}"""), trigger.Credential.Data);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task No_cache_keeps_the_answer(Transport transport)
    {
        var (_, _, _, _, _, activation) = await BindAsync(transport);

        var answer = await On(transport).CallAsync(new ResolveActivationRequest { ActivationId = activation.Id });

        Assert.Equal("no-store", answer.Header("cache-control"));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Each_use_is_a_line_in_the_audit_log_without_the_secrets(Transport transport)
    {
        var (scene, user, _, _, _, activation) = await BindAsync(transport);

        await On(transport).CallAsync(new ResolveActivationRequest { ActivationId = activation.Id });
        await On(transport).CallAsync(new ResolveActivationRequest { ActivationId = activation.Id });

        var lines = Service.Log.Entries.Where(e => e.Category == AuditLog.Category && e.Text.Contains(activation.Id, StringComparison.Ordinal)).ToList();
        Assert.Equal(2, lines.Count);
        Assert.All(lines, line =>
        {
            Assert.Equal(LogLevel.Information, line.Level);
            Assert.Contains(user.Id, line.Text, StringComparison.Ordinal);
            Assert.Contains(scene.HubId, line.Text, StringComparison.Ordinal);
            Assert.StartsWith("anybody resolved", line.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", line.Text, StringComparison.Ordinal);
        });
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_activation_that_does_not_exist_is_NOT_FOUND_and_not_in_the_audit_log(Transport transport)
    {
        var id = Catalogue.NewId();

        var answer = await On(transport).CallAsync(new ResolveActivationRequest { ActivationId = id });

        Assert.Equal("ACTIVATION_NOT_FOUND", answer.Refusal?.Reason);
        Assert.DoesNotContain(Service.Log.Entries, e => e.Category == AuditLog.Category && e.Text.Contains(id, StringComparison.Ordinal));
    }

    /// <summary>Binds a connection with secrets in every place to a template that has one too.</summary>
    private async Task<BoundSecrets> BindAsync(Transport transport)
    {
        var caller = On(transport);
        var scene = await ApiScene.CreateAsync(caller);
        var user = await scene.AddUserAsync();
        var integration = await scene.AddDeployedIntegrationAsync();
        var template = (await caller.CallAsync(new CreateConnectionTemplateRequest
        {
            IntegrationId = integration.Id,
            ConnectorId = scene.Mailer,
            AuthSchemeConfig = Samples.OAuth2("template-secret"),
        })).Reply;

        var action = Samples.Credential("login", "basic-auth", """{"username": "me", "password": "action-secret"}""");
        action.AuthSchemeConfig = Samples.OAuth2("connection-secret");
        var create = Samples.Connection(action);
        create.Credentials.Trigger.Add(Samples.Credential(data: """{"value": "trigger-secret"}"""));
        create.Variables.Add(new ConnectionVariable { Name = "region", Value = "eu" });
        var connection = await scene.AddConnectionAsync(user, null, create);

        var request = new CreateActivationRequest
        {
            UserId = user.ExternalId,
            IntegrationId = integration.Id,
            DynamicVariables = Structs.Parse("""{"listName": "friends"}"""),
        };
        request.Connections.Add(new ActivationConnectionCreate { TemplateId = template.Id, ConnectionId = connection.Id });
        return new BoundSecrets(scene, user, integration, template, connection, (await caller.CallAsync(request)).Reply);
    }

    private sealed record BoundSecrets(
        ApiScene Scene,
        EndUser User,
        Integration Integration,
        ConnectionTemplate Template,
        Connection Connection,
        Activation Activation);
}

public sealed class ResolvingOnSqlite(SqliteService service) : ResolveTests(service), IClassFixture<SqliteService>;

public sealed class ResolvingOnMongoDb(MongoDbService service) : ResolveTests(service), IClassFixture<MongoDbService>;
