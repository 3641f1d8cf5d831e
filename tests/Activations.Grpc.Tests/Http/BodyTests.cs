using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;

namespace Activations.Grpc.Tests.Http;

/// <summary>Bodies of the whole API over REST: members of a wrong type, members that are null, masks.</summary>
public sealed class BodyTests(SqliteService fixture) : ServiceTests(fixture), IClassFixture<SqliteService>
{
    [Theory]
    [InlineData("POST", "/hubs", """{"name": 5}""", "name")]
    [InlineData("POST", "/hubs", """{"authSchemeConfig": "none"}""", "authSchemeConfig")]
    [InlineData("POST", "/hubs", """{"authSchemeConfig": {"mtlsEnabled": "yes"}}""", "authSchemeConfig.mtlsEnabled")]
    [InlineData("POST", "/hubs", """{"authSchemeConfig": {"digestInputs": "body"}}""", "authSchemeConfig.digestInputs")]
    [InlineData("POST", "/hubs", """{"authSchemeConfig": {"grant": {"clientSecret": 1}}}""", "authSchemeConfig.grant.clientSecret")]
    [InlineData("PATCH", "/hubs/{id}", """{"isDefault": "yes"}""", "isDefault")]
    [InlineData("PATCH", "/hubs/{id}", """{"updateMask": 5}""", "updateMask")]
    [InlineData("PATCH", "/hubs/{id}", "[]", "")]
    [InlineData("POST", "/hubs/{id}/users", """{"externalId": {}}""", "externalId")]
    [InlineData("POST", "/hubs/{id}/users", """{"primaryConnection": []}""", "primaryConnection")]
    [InlineData("POST", "/hubs/{id}/users", """{"primaryConnection": {"credentials": {"action": {}}}}""", "primaryConnection.credentials.action")]
    [InlineData("POST", "/hubs/{id}/users/ann/connections", """{"connection": {"variables": [{"value": 1}]}}""", "connection.variables[0].value")]
    [InlineData("PATCH", "/connections/{id}", """{"variables": {}}""", "variables")]
    [InlineData("PATCH", "/connections/{id}", """{"credentials": {"trigger": [null]}}""", "credentials.trigger[0]")]
    [InlineData("POST", "/hubs/{id}/integrations", """{"variablesSchema": []}""", "variablesSchema")]
    [InlineData("PATCH", "/integrations/{id}", """{"variablesSchema": "{}"}""", "variablesSchema")]
    [InlineData("PUT", "/integrations/{id}/metadata", """{"usedConnectionTemplates": "x"}""", "usedConnectionTemplates")]
    [InlineData("PUT", "/integrations/{id}/metadata", """{"usedConnectionTemplates": [1]}""", "usedConnectionTemplates[0]")]
    [InlineData("POST", "/integrations/{id}/connection-templates", """{"connectorId": 1}""", "connectorId")]
    public async Task A_member_of_a_wrong_type_is_named(string method, string path, string body, string field)
    {
        var target = path.Replace("{id}", Catalogue.NewId(), StringComparison.Ordinal);

        var answer = await Service.Rest.SendAsync(new HttpMethod(method), target, body);

        answer.AsRefusal().AsInvalid(field);
    }

    [Fact]
    public async Task A_member_that_is_null_counts_as_absent()
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Rest));
        var integration = await scene.AddIntegrationAsync(r => r.VariablesSchema = Structs.Parse("""{"type": "object"}"""));
        var connection = await scene.AddConnectionAsync(await scene.AddUserAsync());

        await PatchAsync($"/hubs/{scene.HubId}", """{"name": null, "isDefault": null, "updateMask": null}""");
        await PatchAsync($"/integrations/{integration.Id}", """{"name": null, "variablesSchema": null}""");
        await PatchAsync($"/connections/{connection.Id}", """{"name": null, "credentials": null, "variables": null}""");
        await PatchAsync($"/connections/{connection.Id}", """{"credentials": {"action": null}}""");

        var caller = On(Transport.Rest);
        Assert.Equal(scene.Hub, (await caller.CallAsync(new GetHubRequest { HubId = scene.HubId })).Reply);
        Assert.Equal(
            integration, (await caller.CallAsync(new GetIntegrationRequest { IntegrationId = integration.Id })).Reply);
        Assert.Equal(
            connection, (await caller.CallAsync(new GetConnectionRequest { ConnectionId = connection.Id })).Reply);
    }

    [Theory]
    [InlineData("hubs")]
    [InlineData("integrations")]
    [InlineData("connections")]
    public async Task An_empty_body_is_no_JSON_object_and_an_empty_object_changes_nothing(string collection)
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Rest));
        var id = collection switch
        {
            "hubs" => scene.HubId,
            "integrations" => (await scene.AddIntegrationAsync()).Id,
            _ => (await scene.AddConnectionAsync(await scene.AddUserAsync())).Id,
        };
        var before = await Service.Rest.ReadAsync($"/{collection}/{id}");

        var empty = await Service.Rest.SendAsync(HttpMethod.Patch, $"/{collection}/{id}", "");
        var nothing = await Service.Rest.SendAsync(HttpMethod.Patch, $"/{collection}/{id}", "{}");

        empty.AsRefusal().AsInvalid("");
        Assert.Equal((200, before.Body), (nothing.Status, nothing.Body));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_star_in_a_mask_names_every_field(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        await On(transport).CallAsync(new UpdateHubRequest { HubId = scene.HubId, IsDefault = true });
        var mask = new FieldMask { Paths = { "*" } };

        var whole = await On(transport).CallAsync(
            new UpdateHubRequest { HubId = scene.HubId, Name = "New", UpdateMask = mask });
        var withoutName = await On(transport).CallAsync(
            new UpdateHubRequest { HubId = scene.HubId, IsDefault = true, UpdateMask = mask });

        Assert.Equal(("New", false), (whole.Reply.Name, whole.Reply.IsDefault));
        withoutName.Refusal.AsInvalid("name");
    }

    private async Task PatchAsync(string target, string body)
    {
        var answer = await Service.Rest.SendAsync(HttpMethod.Patch, target, body);
        Assert.True(answer.Status == 200, $"{target} {body}: {answer.Body}");
    }
}
