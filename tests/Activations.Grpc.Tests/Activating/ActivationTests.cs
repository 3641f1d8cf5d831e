using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.Activating;

/// <summary>What an activation is when it was made.</summary>
public abstract class ActivationTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_activation_says_who_activated_what_with_which_connections(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync();

        var activation = (await On(transport).CallAsync(scene.Request())).Reply;

        Assert.Matches("^[0-7][0-9A-HJKMNP-TV-Z]{25}$", activation.Id);
        Assert.Equal(
            (scene.User.Id.ToString(), scene.UserId, "", scene.HubId),
            (activation.User.Id, activation.User.ExternalId, activation.User.DisplayName, activation.User.HubId));
        Assert.Equal(scene.Primary.Id.ToString(), activation.User.PrimaryConnection.Id);
        Assert.Equal((scene.HubId, scene.IntegrationId), (activation.HubId, activation.Integration.Id));
        Assert.Equal((true, true), (activation.Integration.IsDeployed, activation.Integration.IsActivated));
        Assert.Equal(Structs.Parse(Catalogue.MailerSchema.GetText()), activation.Integration.VariablesSchema);
        Assert.Equal(
            [
                new BoundConnection
                {
                    TemplateId = scene.PrimaryTemplate, ConnectionId = scene.Primary.Id.ToString(), Name = "Acme CRM",
                },
                new BoundConnection
                {
                    TemplateId = scene.MailerTemplate, ConnectionId = scene.Mailer.Id.ToString(), Name = "Mailer",
                },
            ],
            activation.Connections);
        Assert.Equal(scene.Request().DynamicVariables, activation.DynamicVariables);
        Assert.Equal(activation.CreatedAt, activation.UpdatedAt);
        Assert.Equal(0, activation.CreatedAt.Nanos % 1_000_000);
        Assert.NotEmpty(activation.Etag);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_activation_reads_as_it_was_made_on_both_transports(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync();
        var made = (await On(transport).CallAsync(scene.Request())).Reply;

        foreach (var other in Enum.GetValues<Transport>())
        {
            var read = await On(other).CallAsync(new GetActivationRequest { ActivationId = made.Id });
            Assert.Equal(made, read.Reply);
        }
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task New_connections_are_made_with_the_activation_and_belong_to_the_user(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync();
        var another = await Catalogue.AddIntegrationAsync(
            scene.User.Key.HubId, i => i with { Templates = [Catalogue.Template(Catalogue.Mailer)] });

        var first = (await On(transport).CallAsync(scene.Request(
            r => r.Connections[0] = Scene.NewConnection(scene.MailerTemplate)))).Reply;
        var made = first.Connections[1];
        var second = await On(transport).CallAsync(new CreateActivationRequest
        {
            UserId = scene.UserId,
            IntegrationId = another.Id.ToString(),
            Connections =
            {
                new ActivationConnectionCreate
                {
                    TemplateId = another.Templates[0].Id.ToString(), ConnectionId = made.ConnectionId,
                },
            },
        });

        Assert.Equal("My mailer", made.Name);
        Assert.NotEqual(scene.Mailer.Id.ToString(), made.ConnectionId);
        Assert.Equal(made.ConnectionId, second.Reply.Connections.Single().ConnectionId);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_new_connection_for_a_primary_template_becomes_the_primary_connection_of_a_user_without_one(
        Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync(i => i with { Templates = [i.Templates[0]], VariablesSchema = null });
        var user = await Catalogue.AddUserAsync(scene.User.Key.HubId);

        var answer = await On(transport).CallAsync(new CreateActivationRequest
        {
            UserId = user.Key.ExternalId,
            IntegrationId = scene.IntegrationId,
            Connections = { Scene.NewConnection(scene.PrimaryTemplate) },
        });

        var primary = answer.Reply.User.PrimaryConnection;
        Assert.Equal(answer.Reply.Connections.Single().ConnectionId, primary.Id);
        var credential = Assert.Single(primary.Credentials.Action);
        Assert.Equal(("basic-auth", "login"), (credential.Credential.Type, credential.Credential.Name));
        Assert.Equal(Structs.Parse("""{"username": "", "password": ""}"""), credential.Credential.Data);
        Assert.Equal(new AuthSchemeConfig { Id = "mine", SchemeType = "basic-auth" }, credential.AuthSchemeConfig);
        Assert.Equal([new ConnectionVariable { Name = "region", Value = "eu" }], primary.Variables);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_template_that_is_not_used_needs_no_connection_but_takes_one(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync(i => i with
        {
            Templates = [Catalogue.Template(Catalogue.Mailer, isUsed: false), Catalogue.Template(Catalogue.Mailer, isUsed: false)],
        });

        var answer = await On(transport).CallAsync(scene.Request());

        Assert.Equal(scene.MailerTemplate, Assert.Single(answer.Reply.Connections).TemplateId);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_user_is_named_by_our_id_too_and_ids_may_be_in_lower_case(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync();

        var answer = await On(transport).CallAsync(scene.Request(r =>
        {
            r.UserId = scene.User.Id.ToString().ToLowerInvariant();
            r.UserIdType = "internal";
            r.IntegrationId = r.IntegrationId.ToLowerInvariant();
            r.Connections[0].TemplateId = r.Connections[0].TemplateId.ToLowerInvariant();
            r.Connections[0].ConnectionId = r.Connections[0].ConnectionId.ToLowerInvariant();
        }));
        var read = await On(transport).CallAsync(new GetActivationRequest { ActivationId = answer.Reply.Id.ToLowerInvariant() });

        Assert.Equal((scene.User.Id.ToString(), scene.IntegrationId), (read.Reply.User.Id, read.Reply.Integration.Id));
        Assert.Equal(scene.MailerTemplate, read.Reply.Connections[1].TemplateId);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_external_id_is_compared_ordinally(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync(i => i with { Templates = [], VariablesSchema = null });
        string[] ids = ["Ann", "ann", " ann", "a\u0301nn", "\u00e1nn", "🦊", new('\u00df', 255)];
        foreach (var id in ids)
            await Catalogue.AddUserAsync(scene.User.Key.HubId, id);

        foreach (var id in ids)
        {
            var answer = await On(transport).CallAsync(
                new CreateActivationRequest { UserId = id, IntegrationId = scene.IntegrationId });
            Assert.Equal(id, answer.Reply.User.ExternalId);
        }
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Variables_of_any_script_and_shape_come_back_as_they_were(Transport transport)
    {
        var scene = await Catalogue.AddSceneAsync(i => i with { VariablesSchema = null });
        var variables = Structs.Parse(
            """{"$set": {"a.b": [null, true, 1e300, -0.5, []]}, "ключ": "🦊\u0000\u2028", "a": {"a": {}}}""");

        var made = (await On(transport).CallAsync(scene.Request(r => r.DynamicVariables = variables))).Reply;
        var read = (await On(transport).CallAsync(new GetActivationRequest { ActivationId = made.Id })).Reply;

        Assert.Equal(variables, made.DynamicVariables);
        Assert.Equal(variables, read.DynamicVariables);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_activation_that_is_not_there_is_not_found(Transport transport)
    {
        var unknown = await On(transport).CallAsync(new GetActivationRequest { ActivationId = Catalogue.NewId() });
        var malformed = await On(transport).CallAsync(new GetActivationRequest { ActivationId = "nonsense" });

        unknown.Refusal.As(ErrorReason.ActivationNotFound);
        malformed.Refusal.AsInvalid("activationId");
    }
}

public sealed class ActivationsOnSqlite(SqliteService service) : ActivationTests(service), IClassFixture<SqliteService>;

public sealed class ActivationsOnMongoDb(MongoDbService service) : ActivationTests(service), IClassFixture<MongoDbService>;
