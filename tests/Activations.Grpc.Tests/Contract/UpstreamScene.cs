using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;

namespace Activations.Grpc.Tests.Contract;

/// <summary>
/// A hub with a user, a connection and a deployed integration that the user has activated: made over REST, as a client of
/// the public API does. A second integration is not deployed, and nobody has activated it.
/// </summary>
internal sealed class UpstreamScene
{
    private const string ApiKey = """{"id": "01J0DEM0AVTH00000000000001", "description": "", "schemeType": "api-key", "name": "X-Api-Key", "in": "header"}""";

    private readonly HttpClient client;
    private readonly Dictionary<string, string> values = [];

    private UpstreamScene(HttpClient client) => this.client = client;

    /// <summary>The values of path parameters.</summary>
    public IReadOnlyDictionary<string, string> Values => values;

    /// <summary>The connector of everything.</summary>
    public string Connector { get; } = Catalogue.NewId();

    /// <summary>An integration that can be deleted.</summary>
    public string IdleIntegration { get; private set; } = "";

    public static async Task<UpstreamScene> MakeAsync(HttpClient client)
    {
        var scene = new UpstreamScene(client);
        scene.values["organisation_id"] = Catalogue.NewId();
        scene.values["user_id"] = $"user/{Catalogue.NewId()}";
        scene.values["hub_id"] = await scene.CallAsync("CreateHub");
        scene.IdleIntegration = await scene.CallAsync("CreateIntegration");
        scene.values["integration_id"] = await scene.CallAsync("CreateIntegration");
        scene.values["connection_template_id"] = await scene.CallAsync("CreateHubConnectionTemplate");
        var deployed = await client.SendAsync(
            HttpMethod.Post, $"/integrations/{scene.values["integration_id"]}:deploy");
        Assert.Equal(200, deployed.Status);
        await scene.CallAsync("CreateEndUser");
        scene.values["activation_id"] = await scene.CallAsync("ActivateIntegration");
        return scene;
    }

    /// <summary>A body that the operation takes; null if it takes none.</summary>
    public string? BodyOf(string operation) => operation switch
    {
        "CreateHub" =>
            $$"""{"organisationId": "{{values["organisation_id"]}}", "name": "Hub", "primaryConnectorId": "{{Connector}}", "authSchemeConfig": {{ApiKey}}}""",
        "UpdateHubDetails" => """{"name": "Renamed", "isDefault": true}""",
        "CreateEndUser" =>
            $$"""{"externalId": "{{values["user_id"]}}", "displayName": "Somebody", "primaryConnection": {{Connection}}}""",
        "CreateEndUserConnection" => $$"""{"connectorId": "{{Connector}}", "connection": {{Connection}}}""",
        "CreateIntegration" =>
            $$"""{"organisationId": "{{values["organisation_id"]}}", "name": "Sync", "description": "Syncs.", "summary": "", "variablesSchema": {"type": "object"}, "connectionTemplate": {"connectorId": "{{Catalogue.NewId()}}", "authSchemeConfig": {{ApiKey}} } }""",
        "UpdateIntegration" => """{"name": "Renamed", "imageUrl": "https://example.com/i.png", "variablesSchema": {}}""",
        "CreateHubConnectionTemplate" => $$"""{"connectorId": "{{Connector}}", "authSchemeConfig": {{ApiKey}}}""",
        "UpdateIntegrationMetadata" => $$"""{"usedConnectionTemplates": ["{{values["connection_template_id"]}}"]}""",
        "UpdateDynamicVariablesInternal" => """{"listName": "Friends"}""",
        "UpdateDynamicVariables" => """{"dynamicVariables": {"listName": "Foes"}}""",
        "ActivateIntegration" =>
            $$"""{"userId": "{{values["user_id"]}}", "integrationId": "{{values["integration_id"]}}", "connections": [{{NewBinding}}], "dynamicVariables": {}, "variables": []}""",
        _ => null,
    };

    private static string Connection => $$"""{"name": "Sync", "credentials": {{Credentials}}, "variables": [{"name": "region", "value": "eu"}]}""";

    private static string Credentials =>
        $$"""{"action": [{"authSchemeConfig": {{ApiKey}}, "credential": {"name": "key", "type": "string", "data": {"value": "s3cret"} } }], "trigger": []}""";

    /// <summary>A connection for the template that came with the integration, which is the first one listed.</summary>
    private string NewBinding => $$"""{"templateId": "{{FirstTemplate}}", "name": "Sync", "credentials": {{Credentials}}, "variables": []}""";

    private string FirstTemplate { get; set; } = "";

    private async Task<string> CallAsync(string id)
    {
        if (id == "ActivateIntegration")
            FirstTemplate = await ReadFirstTemplateAsync();
        var operation = UpstreamContract.Operations[id];
        var answer = await client.SendAsync(operation.Method, operation.Target(values), BodyOf(id));
        operation.AssertSuccess(answer);
        return answer.Json.GetProperty("id").GetString()!;
    }

    private async Task<string> ReadFirstTemplateAsync()
    {
        var operation = UpstreamContract.Operations["ListIntegrationConnectionTemplates"];
        var answer = await client.SendAsync(operation.Method, operation.Target(values));
        return answer.Json.GetProperty("connectionTemplates").EnumerateArray()
            .Single(t => !t.GetProperty("isPrimary").GetBoolean()).GetProperty("id").GetString()!;
    }
}
