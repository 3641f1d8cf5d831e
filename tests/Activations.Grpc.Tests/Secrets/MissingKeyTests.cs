using System.Security.Cryptography;
using Activations.Access;
using Activations.EndUsers;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.Identifiers;
using Activations.V1;
using Microsoft.Extensions.Logging;

namespace Activations.Grpc.Tests.Secrets;

/// <summary>A service that has no key, or not the one that secrets were encrypted with.</summary>
public sealed class MissingKeyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Transport.Grpc)]
    [InlineData(Transport.Rest)]
    public async Task Without_a_key_secrets_are_refused_and_nothing_is_stored(Transport transport)
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceUnderTest.StartBareAsync([folder.StoreSwitch]);
        var caller = service.On(transport);
        var scene = await ApiScene.CreateAsync(caller);
        var user = await scene.AddUserAsync();
        var integration = await scene.AddDeployedIntegrationAsync();
        var template = await scene.AddTemplateAsync(integration);
        var activation = new CreateActivationRequest { UserId = user.ExternalId, IntegrationId = integration.Id };
        activation.Connections.Add(new ActivationConnectionCreate
        {
            TemplateId = template.Id,
            Name = "new",
            Credentials = Samples.Connection().Credentials,
        });

        Refusal[] refusals =
        [
            (await caller.CallAsync(new CreateHubRequest
            {
                OrganisationId = scene.Hub.OrganisationId,
                Name = "Hub",
                PrimaryConnectorId = scene.Crm,
                AuthSchemeConfig = Samples.OAuth2("secret"),
            })).Refusal,
            (await caller.CallAsync(new CreateConnectionTemplateRequest
            {
                IntegrationId = integration.Id, ConnectorId = scene.Mailer, AuthSchemeConfig = Samples.OAuth2("secret"),
            })).Refusal,
            (await caller.CallAsync(new CreateEndUserRequest
            {
                HubId = scene.HubId, ExternalId = "ann", PrimaryConnection = Samples.Connection(),
            })).Refusal,
            (await caller.CallAsync(new CreateEndUserConnectionRequest
            {
                HubId = scene.HubId, UserId = user.ExternalId, ConnectorId = scene.Mailer, Connection = Samples.Connection(),
            })).Refusal,
            (await caller.CallAsync(activation)).Refusal,
        ];

        Assert.All(refusals, refusal => refusal.As(ErrorReason.SecretsKeyMissing));
        var hubs = await caller.CallAsync(new ListHubsRequest { OrganisationId = scene.Hub.OrganisationId });
        var users = await caller.CallAsync(new ListEndUsersRequest { HubId = scene.HubId });
        var connections = await caller.CallAsync(new ListEndUserConnectionsRequest { HubId = scene.HubId, UserId = user.ExternalId });
        var templates = await caller.CallAsync(new ListConnectionTemplatesRequest { IntegrationId = integration.Id });
        var activations = await caller.CallAsync(new ListActivationsRequest { HubId = scene.HubId });
        Assert.Equal(
            (1, 1, 0, 1, 0),
            (hubs.Reply.TotalCount, users.Reply.TotalCount, connections.Reply.TotalCount, templates.Reply.TotalCount, activations.Reply.TotalCount));
        Assert.Empty(service.Log.TakeErrors());
    }

    [Theory]
    [InlineData(Transport.Grpc)]
    [InlineData(Transport.Rest)]
    public async Task Without_a_key_all_that_holds_no_secret_works(Transport transport)
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceUnderTest.StartBareAsync([folder.StoreSwitch]);
        var scene = await ApiScene.CreateAsync(service.On(transport));
        var user = await scene.AddUserAsync();

        var integration = await scene.AddDeployedIntegrationAsync();
        var template = await scene.AddTemplateAsync(integration);
        var connection = await scene.AddConnectionAsync(
            user, null, Samples.Connection(Samples.Credential(type: "none", data: "{}")));
        var activation = await scene.ActivateAsync(user, integration, (template, connection));

        Assert.Equal(connection.Id, Assert.Single(activation.Connections).ConnectionId);
        Assert.Single(service.Log.Entries, e => e.Level == LogLevel.Warning && e.Text.Contains("Activations:Secrets", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Transport.Grpc)]
    [InlineData(Transport.Rest)]
    public async Task What_a_key_encrypted_that_is_gone_is_named_in_the_log_once_and_can_still_be_deleted(Transport transport)
    {
        using var folder = new TemporaryFolder();
        string connection, path;
        await using (var service = await ServiceUnderTest.StartBareAsync([folder.StoreSwitch, NewKey("old")]))
        {
            var scene = await ApiScene.CreateAsync(service.On(transport));
            var made = await scene.AddConnectionAsync(await scene.AddUserAsync());
            connection = made.Id;
            path = $"/connection/{connection}/credential/{made.Credentials.Action[0].Id}";
        }

        await using var again = await ServiceUnderTest.StartBareAsync([folder.StoreSwitch, NewKey("new")]);
        var refusal = (await again.On(transport).CallAsync(new GetConnectionRequest { ConnectionId = connection })).Refusal;

        refusal.As(ErrorReason.SecretUnreadable);
        Assert.DoesNotContain("old", $"{refusal}", StringComparison.Ordinal);
        Assert.DoesNotContain(connection, $"{refusal}", StringComparison.Ordinal);
        var error = Assert.Single(again.Log.TakeErrors());
        Assert.Contains(path, error.Text, StringComparison.Ordinal);
        Assert.Contains("the key old", error.Text, StringComparison.Ordinal);
        Assert.Null((await again.On(transport).CallAsync(new DeleteConnectionRequest { ConnectionId = connection })).RefusalOrNull);
        Assert.Null(await again.Store.EndUsers.LoadAsync(
            Reach.Everything,
            new EndUserLookup.ByConnection(Id.Parse<ConnectionId>(connection)),
            EndUserParts.Profile,
            Cancellation));
    }

    private static string NewKey(string id) => ServiceUnderTest.KeySwitch(id, RandomNumberGenerator.GetBytes(32));
}
