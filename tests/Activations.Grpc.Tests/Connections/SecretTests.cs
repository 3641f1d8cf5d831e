using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;
using Google.Protobuf;

namespace Activations.Grpc.Tests.Connections;

/// <summary>Secrets go in and never come out, in an answer, an error or the log.</summary>
public abstract class SecretTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task The_client_secret_of_a_scheme_prints_as_an_empty_text_wherever_the_scheme_does(Transport transport)
    {
        var caller = On(transport);
        var scene = await ApiScene.CreateAsync(caller, r => r.AuthSchemeConfig = Samples.OAuth2("marker"));
        var user = await scene.AddUserAsync();
        var credential = Samples.Credential();
        credential.AuthSchemeConfig = Samples.OAuth2("marker");
        var connection = await scene.AddConnectionAsync(user, null, Samples.Connection(credential));
        var integration = await scene.AddIntegrationAsync(r => r.ConnectionTemplate = new ConnectionTemplateCreate
        {
            ConnectorId = scene.Mailer,
            AuthSchemeConfig = Samples.OAuth2("marker"),
        });

        var hub = await caller.CallAsync(new GetHubRequest { HubId = scene.HubId });
        var read = await caller.CallAsync(new GetConnectionRequest { ConnectionId = connection.Id });
        var templates = await caller.CallAsync(new ListConnectionTemplatesRequest { IntegrationId = integration.Id });
        var embedded = await caller.CallAsync(new GetEmbeddedIntegrationRequest
        {
            HubId = scene.HubId,
            UserId = user.ExternalId,
            IntegrationId = integration.Id,
        });

        AuthSchemeConfig[] printed =
        [
            scene.Hub.PrimaryConnector.AuthSchemeConfig,
            hub.Reply.PrimaryConnector.AuthSchemeConfig,
            connection.Credentials.Action[0].AuthSchemeConfig,
            read.Reply.Credentials.Action[0].AuthSchemeConfig,
            templates.Reply.ConnectionTemplates[0].AuthSchemeConfig,
            embedded.Reply.ConnectionTemplates[0].AuthSchemeConfig,
        ];
        Assert.All(printed, scheme => Assert.Equal(Samples.OAuth2(""), scheme));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task No_answer_shows_a_secret(Transport transport)
    {
        var marker = $"marker-{Catalogue.NewId()}";

        var answers = await CallEverythingAsync(transport, marker);

        Assert.DoesNotContain(answers, answer => answer.Contains(marker, StringComparison.OrdinalIgnoreCase));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task The_log_shows_no_secret(Transport transport)
    {
        var marker = $"marker-{Catalogue.NewId()}";

        await CallEverythingAsync(transport, marker);

        Assert.DoesNotContain(Service.Log.Entries, e => e.Text.Contains(marker, StringComparison.OrdinalIgnoreCase));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_refusal_shows_no_secret_and_neither_does_the_log(Transport transport)
    {
        var marker = $"marker-{Catalogue.NewId()}";
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();
        var bad = Samples.Credential(type: "oauth2-token", data: $$"""{"scopes": "{{marker}}", "expiresAt": "{{marker}}"}""");
        bad.AuthSchemeConfig = Samples.OAuth2(marker);
        bad.AuthSchemeConfig.Grant.GrantType = "implicit";

        var shape = await On(transport).CallAsync(Request(scene, user, bad));
        bad.AuthSchemeConfig = Samples.OAuth2(marker);
        var data = await On(transport).CallAsync(Request(scene, user, bad));

        Assert.DoesNotContain(marker, $"{shape.Refusal.As(ErrorReason.InvalidArgument)}", StringComparison.Ordinal);
        Assert.DoesNotContain(marker, $"{data.Refusal.As(ErrorReason.InvalidArgument)}", StringComparison.Ordinal);
        Assert.DoesNotContain(Service.Log.Entries, e => e.Text.Contains(marker, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_body_that_can_not_be_read_does_not_show_its_secrets_in_the_answer_or_the_log()
    {
        var marker = $"marker-{Catalogue.NewId()}";
        var scene = await ApiScene.CreateAsync(On(Transport.Rest));
        string[] bodies =
        [
            $$$$"""{"connection": {"credentials": {"action": [{"credential": {"data": "{{{{marker}}}}"}}]}}}""",
            $$$$"""{"connection": {"credentials": {"action": "{{{{marker}}}}"}}}""",
            $$$"""{"connection": {"credentials": {{{marker}}}}}""",
            $$"""{"connection": "{{marker}}""",
        ];

        foreach (var body in bodies)
        {
            var answer = await Service.Rest.PostAsync($"/hubs/{scene.HubId}/users/ann/connections", body);

            answer.AsRefusal().As(ErrorReason.InvalidArgument);
            Assert.DoesNotContain(marker, answer.Body, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Service.Log.Entries, e => e.Text.Contains(marker, StringComparison.Ordinal));
    }

    private static CreateEndUserConnectionRequest Request(ApiScene scene, EndUser user, ConnectionCredentialCreate credential) => new()
    {
        HubId = scene.HubId,
        UserId = user.ExternalId,
        ConnectorId = scene.Mailer,
        Connection = Samples.Connection(credential),
    };

    /// <summary>Plants the secret wherever one can be, makes each call that answers something, and returns the answers.</summary>
    private async Task<List<string>> CallEverythingAsync(Transport transport, string secret)
    {
        var caller = On(transport);
        var scene = await ApiScene.CreateAsync(caller, r => r.AuthSchemeConfig = Samples.OAuth2(secret));
        var credential = Samples.Credential(
            type: "jwt-bearer", data: $$$"""{"text": "{{{secret}}}", "list": ["{{{secret}}}"], "deep": {"a": "{{{secret}}}"}}""");
        credential.AuthSchemeConfig = Samples.OAuth2(secret);
        var user = await scene.AddUserAsync(null, r => r.PrimaryConnection = Samples.Connection(credential));
        var connection = await scene.AddConnectionAsync(user, null, Samples.Connection(credential));
        var integration = await scene.AddDeployedIntegrationAsync(r => r.ConnectionTemplate = new ConnectionTemplateCreate
        {
            ConnectorId = scene.Mailer,
            AuthSchemeConfig = Samples.OAuth2(secret),
        });
        var templates = await caller.CallAsync(new ListConnectionTemplatesRequest { IntegrationId = integration.Id });
        var template = templates.Reply.ConnectionTemplates[0];
        var activation = await scene.ActivateAsync(user, integration, (template, connection));
        var updated = await caller.CallAsync(new UpdateConnectionRequest
        {
            ConnectionId = connection.Id,
            Credentials = new ConnectionCredentialsCreate { Trigger = { credential } },
        });

        IMessage[] answers = [scene.Hub, user, connection, integration, template, activation, updated.Reply];
        return
        [
            .. answers.Concat(await ReadEverythingAsync(caller, scene, user, integration, template, connection))
                .Select(answer => answer.ToString()!),
        ];
    }

    private static async Task<IMessage[]> ReadEverythingAsync(
        Caller caller,
        ApiScene scene,
        EndUser user,
        Integration integration,
        ConnectionTemplate template,
        Connection connection) =>
    [
        (await caller.CallAsync(new GetHubRequest { HubId = scene.HubId })).Reply,
        (await caller.CallAsync(new ListHubsRequest { OrganisationId = scene.Hub.OrganisationId })).Reply,
        (await caller.CallAsync(new GetEndUserRequest { HubId = scene.HubId, UserId = user.ExternalId })).Reply,
        (await caller.CallAsync(new GetConnectionRequest { ConnectionId = connection.Id })).Reply,
        (await caller.CallAsync(new GetEndUserConnectionRequest
        {
            ConnectionTemplateId = template.Id, UserId = user.ExternalId,
        })).Reply,
        (await caller.CallAsync(new ListEndUserConnectionsRequest { HubId = scene.HubId, UserId = user.ExternalId })).Reply,
        (await caller.CallAsync(new ListActivationsRequest { HubId = scene.HubId })).Reply,
        (await caller.CallAsync(new GetEmbeddedIntegrationRequest
        {
            HubId = scene.HubId, UserId = user.ExternalId, IntegrationId = integration.Id,
        })).Reply,
    ];
}

public sealed class SecretsOnSqlite(SqliteService service) : SecretTests(service), IClassFixture<SqliteService>;

public sealed class SecretsOnMongoDb(MongoDbService service) : SecretTests(service), IClassFixture<MongoDbService>;
