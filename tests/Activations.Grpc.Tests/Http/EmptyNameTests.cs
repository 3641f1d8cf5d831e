using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;

namespace Activations.Grpc.Tests.Http;

/// <summary>
/// A member without a name can't be printed by JSON transcoding: it is refused wherever it stands, or each REST answer that
/// has it would fail from then on.
/// </summary>
public sealed class EmptyNameTests(SqliteService fixture) : ServiceTests(fixture), IClassFixture<SqliteService>
{
    private static readonly Struct Nameless = new() { Fields = { ["a"] = Value.ForList(Value.ForStruct(new Struct { Fields = { [""] = Value.ForNumber(1) } })) } };

    [Fact]
    public async Task It_is_refused_in_a_schema_and_the_integrations_can_be_listed()
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Grpc));

        var answer = await On(Transport.Grpc).CallAsync(new CreateIntegrationRequest
        {
            HubId = scene.HubId,
            OrganisationId = scene.Hub.OrganisationId,
            Name = "Nameless",
            VariablesSchema = Nameless,
        });

        answer.Refusal.AsInvalid("variablesSchema.a[0]");
        Assert.Equal(200, (await Service.Rest.ReadAsync($"/hubs/{scene.HubId}/integrations")).Status);
    }

    [Fact]
    public async Task It_is_refused_in_variables_and_they_can_be_read()
    {
        var scene = await Catalogue.AddSceneAsync(i => i with { VariablesSchema = null });
        var made = (await On(Transport.Grpc).CallAsync(scene.Request())).Reply;

        var answer = await On(Transport.Grpc).CallAsync(
            new UpdateDynamicVariablesRequest { ActivationId = made.Id, DynamicVariables = Nameless });

        answer.Refusal.AsInvalid("dynamicVariables.a[0]");
        Assert.Equal(200, (await Service.Rest.ReadAsync($"/activations/{made.Id}")).Status);
    }

    [Fact]
    public async Task It_is_refused_in_the_data_of_a_credential()
    {
        var scene = await Catalogue.AddSceneAsync();
        var connection = Scene.NewConnection(scene.MailerTemplate);
        connection.Credentials.Action[0].Credential.Type = "custom-function";
        connection.Credentials.Action[0].Credential.Data = Nameless;

        var answer = await On(Transport.Grpc).CallAsync(scene.Request(r => r.Connections[0] = connection));

        answer.Refusal.AsInvalid("connections[0].credentials.action[0].credential.data.a[0]");
    }

    [Fact]
    public async Task It_is_refused_over_REST_too()
    {
        var scene = await Catalogue.AddSceneAsync(i => i with { VariablesSchema = null });
        var made = (await On(Transport.Grpc).CallAsync(scene.Request())).Reply;

        foreach (var (method, target, body, field) in new[]
        {
            ("PATCH", $"/integrations/{scene.IntegrationId}", """{"variablesSchema": {"properties": {"": {}}}}""", "variablesSchema.properties"),
            ("PUT", $"/activations/{made.Id}/variables", """{"dynamicVariables": {"": 1}}""", "dynamicVariables"),
            ("PUT", $"/integrations/{scene.IntegrationId}/users/{scene.UserId}/variables", """{"a": [{"": 1}]}""", "dynamicVariables.a[0]"),
        })
        {
            (await Service.Rest.SendAsync(new HttpMethod(method), target, body)).AsRefusal().AsInvalid(field);
        }
    }
}
