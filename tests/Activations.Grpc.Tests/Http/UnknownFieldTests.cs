using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;

namespace Activations.Grpc.Tests.Http;

/// <summary>Members that the API does not know are ignored in every body, at every depth.</summary>
public sealed class UnknownFieldTests(SqliteService fixture) : ServiceTests(fixture), IClassFixture<SqliteService>
{
    private const string Unknown = "\"nonsense\": {\"a\": [1, null]}";

    private const string Scheme = $$"""{"id": "i", "schemeType": "none", {{Unknown}}}""";

    private static readonly string Connection = $$"""
        {"name": "C", {{Unknown}}, "variables": [{"name": "v", "value": "1", {{Unknown}}}],
         "credentials": {{{Unknown}}, "action": [{{{Unknown}}, "authSchemeConfig": {{Scheme}},
          "credential": {"name": "k", "type": "string", "data": {"value": "s"}, {{Unknown}}} }]} }
        """;

    [Fact]
    public async Task Hubs_are_made_and_changed()
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Rest));

        await SendAsync(201, HttpMethod.Post, "/hubs", $$"""
            {"organisationId": "{{Catalogue.NewId()}}", "name": "H", "primaryConnectorId": "{{Catalogue.NewId()}}", "authSchemeConfig": {{Scheme}}, {{Unknown}}}
            """);
        await SendAsync(200, HttpMethod.Patch, $"/hubs/{scene.HubId}", $$"""{{{Unknown}}, "isDefault": true}""");
    }

    [Fact]
    public async Task Users_and_connections_are_made_and_changed()
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Rest));
        var made = await scene.AddConnectionAsync(await scene.AddUserAsync("bob"));

        await SendAsync(201, HttpMethod.Post, $"/hubs/{scene.HubId}/users", $$"""
            {"externalId": "ann", "primaryConnection": {{Connection}}, {{Unknown}}}
            """);
        await SendAsync(201, HttpMethod.Post, $"/hubs/{scene.HubId}/users/ann/connections", $$"""
            {"connectorId": "{{scene.Mailer}}", "connection": {{Connection}}, {{Unknown}}}
            """);
        await SendAsync(200, HttpMethod.Patch, $"/connections/{made.Id}", Connection);
    }

    [Fact]
    public async Task Integrations_and_templates_are_made_and_changed()
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Rest));
        var made = await scene.AddIntegrationAsync();
        var template = $$"""{"connectorId": "{{scene.Mailer}}", "authSchemeConfig": {{Scheme}}, {{Unknown}}}""";

        await SendAsync(200, HttpMethod.Post, $"/hubs/{scene.HubId}/integrations", $$"""
            {"organisationId": "{{scene.Hub.OrganisationId}}", "name": "I", "connectionTemplate": {{template}}, {{Unknown}}}
            """);
        await SendAsync(200, HttpMethod.Patch, $"/integrations/{made.Id}", $$"""{"name": "New", {{Unknown}}}""");
        await SendAsync(200, HttpMethod.Post, $"/integrations/{made.Id}/connection-templates", template);
        await SendAsync(204, HttpMethod.Put, $"/integrations/{made.Id}/metadata", $$"""{"usedConnectionTemplates": [], {{Unknown}}}""");
    }

    private async Task SendAsync(int status, HttpMethod method, string target, string body)
    {
        var answer = await Service.Rest.SendAsync(method, target, body);
        Assert.True(status == answer.Status, $"{method} {target}: {answer.Status} {answer.Body}");
        Assert.Equal(status == 204, answer.Body.Length == 0);
    }
}
