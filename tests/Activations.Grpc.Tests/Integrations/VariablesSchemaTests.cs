using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.Integrations;

/// <summary>A schema is checked when it is set, and holds for what is activated or changed afterwards.</summary>
public abstract class VariablesSchemaTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    private const string Hour = """{"type": "object", "required": ["hour"], "properties": {"hour": {"type": "integer"}}}""";

    /// <summary>A schema that can't be compiled or is too large, and the place where that is found.</summary>
    public static TheoryData<string, string> Bad => new()
    {
        { """{"properties": {"hour": {"type": "whole"}}}""", "variablesSchema.properties.hour.type" },
        { """{"properties": {"hour": {"minimum": "0"}}}""", "variablesSchema.properties.hour.minimum" },
        { """{"required": "hour"}""", "variablesSchema.required" },
        { """{"properties": {"a": {"pattern": "("}}}""", "variablesSchema.properties.a.pattern" },
        { """{"allOf": [{}, {"type": 1}]}""", "variablesSchema.allOf[1].type" },
        { """{"$ref": "https://schemas.example/hour.json"}""", "variablesSchema.$ref" },
        { """{"properties": {"hour": {"$ref": "file:///etc/passwd"}}}""", "variablesSchema.properties.hour.$ref" },
        { """{"properties": {"hour": {"$ref": "#/$defs/missing"}}}""", "variablesSchema.properties.hour.$ref" },
        { """{"$schema": "https://schemas.example/draft"}""", "variablesSchema.$schema" },
        { $$"""{"$comment": "{{new string('c', 256 * 1024)}}"}""", "variablesSchema" },
    };

    [Theory, MemberData(nameof(Bad))]
    public async Task A_schema_that_can_not_be_compiled_is_a_violation_with_the_place_in_it(string schema, string place)
    {
        foreach (var transport in Enum.GetValues<Transport>())
        {
            var scene = await ApiScene.CreateAsync(On(transport));
            var integration = await scene.AddIntegrationAsync();

            var made = await On(transport).CallAsync(new CreateIntegrationRequest
            {
                HubId = scene.HubId,
                OrganisationId = scene.Hub.OrganisationId,
                Name = "I",
                VariablesSchema = Structs.Parse(schema),
            });
            var changed = await UpdateAsync(transport, integration, schema);

            made.Refusal.AsInvalid(place);
            changed.Refusal.AsInvalid(place);
            var list = await On(transport).CallAsync(new ListIntegrationsRequest { HubId = scene.HubId });
            Assert.Equal(integration, Assert.Single(list.Reply.Integrations));
        }
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_new_schema_holds_for_new_activations(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();
        var integration = await scene.AddDeployedIntegrationAsync();

        await UpdateAsync(transport, integration, Hour);

        var answer = await On(transport).CallAsync(
            new CreateActivationRequest { UserId = user.ExternalId, IntegrationId = integration.Id });
        answer.Refusal.AsInvalid("dynamicVariables.hour");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_new_schema_does_not_touch_the_activations_that_exist(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();
        var integration = await scene.AddDeployedIntegrationAsync();
        var before = (await On(transport).CallAsync(new CreateActivationRequest
        {
            UserId = user.ExternalId,
            IntegrationId = integration.Id,
            DynamicVariables = Structs.Parse("""{"hour": "six"}"""),
        })).Reply;

        await UpdateAsync(transport, integration, Hour);

        var after = (await On(transport).CallAsync(new GetActivationRequest { ActivationId = before.Id })).Reply;
        var expected = before.Clone();
        expected.Integration.VariablesSchema = Structs.Parse(Hour);
        Assert.Equal(expected, after);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_activation_that_exists_is_held_to_the_new_schema_when_its_variables_change(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var integration = await scene.AddDeployedIntegrationAsync();
        var activation = await scene.ActivateAsync(await scene.AddUserAsync(), integration);
        await UpdateAsync(transport, integration, Hour);

        var wrong = await On(transport).CallAsync(new UpdateDynamicVariablesRequest { ActivationId = activation.Id });
        var right = await On(transport).CallAsync(new UpdateDynamicVariablesRequest
        {
            ActivationId = activation.Id,
            DynamicVariables = Structs.Parse("""{"hour": 6}"""),
        });

        wrong.Refusal.AsInvalid("dynamicVariables.hour");
        Assert.Equal(Structs.Parse("""{"hour": 6}"""), right.Reply.DynamicVariables);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_empty_schema_clears_the_schema(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();
        var integration = await scene.AddDeployedIntegrationAsync(r => r.VariablesSchema = Structs.Parse(Hour));

        var cleared = await UpdateAsync(transport, integration, "{}");

        Assert.Null(cleared.Reply.VariablesSchema);
        Assert.NotEmpty((await scene.ActivateAsync(user, integration)).Id);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_schema_nested_more_than_30_levels_deep_is_refused(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var integration = await scene.AddIntegrationAsync();

        var answer = await On(transport).CallAsync(new UpdateIntegrationRequest
        {
            IntegrationId = integration.Id,
            VariablesSchema = Structs.Nested(31),
        });

        answer.Refusal.As(ErrorReason.InvalidArgument);
        Assert.StartsWith("variablesSchema.a.a", Assert.Single(answer.Refusal.Fields), StringComparison.Ordinal);
    }

    private Task<Answer<Integration>> UpdateAsync(Transport transport, Integration integration, string schema) =>
        On(transport).CallAsync(new UpdateIntegrationRequest
        {
            IntegrationId = integration.Id,
            VariablesSchema = Structs.Parse(schema),
        });
}

public sealed class VariablesSchemasOnSqlite(SqliteService service)
    : VariablesSchemaTests(service), IClassFixture<SqliteService>;

public sealed class VariablesSchemasOnMongoDb(MongoDbService service)
    : VariablesSchemaTests(service), IClassFixture<MongoDbService>;
