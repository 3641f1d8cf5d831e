using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;

namespace Activations.Grpc.Tests.Contract;

/// <summary>
/// A client that was written for the public API works against this service: every operation has the path, the method, the
/// statuses and the structures that it knows, for success, not found, bad input and conflict.
/// </summary>
public abstract class UpstreamContractTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    /// <summary>What answers about nobody and nothing as it does about somebody without anything.</summary>
    private static readonly HashSet<(string Operation, string Parameter)> AnswersForTheUnknown =
    [
        ("ListHubs", "organisation_id"),
        ("ListEndUserIntegrations", "user_id"),
        ("GetEmbeddedIntegration", "user_id"),
        ("ListEndUserActivations", "user_id"),
    ];

    public static TheoryData<string> Operations => [.. UpstreamContract.Operations.Keys];

    /// <summary>Every parameter of every path.</summary>
    public static TheoryData<string, string> Parameters => [.. UpstreamContract.Operations.Values.SelectMany(
        operation => operation.PathParameters.Select(parameter => (operation.Id, parameter)))];

    public static TheoryData<string> OperationsWithBody =>
        [.. UpstreamContract.Operations.Values.Where(o => o.Node["requestBody"] is not null).Select(o => o.Id)];

    [Theory, MemberData(nameof(Operations))]
    public async Task Each_operation_succeeds_with_the_status_and_the_structure_that_clients_know(string id)
    {
        var (operation, scene) = (UpstreamContract.Operations[id], await UpstreamScene.MakeAsync(Service.Rest));
        var values = scene.Values.ToDictionary();
        if (id == "DeleteIntegration")
            values["integration_id"] = scene.IdleIntegration;
        if (id == "CreateEndUser" || id == "ActivateIntegration")
            await Service.Rest.SendAsync(HttpMethod.Delete, UpstreamContract.Operations["DeleteEndUser"].Target(values));
        if (id == "ActivateIntegration")
            await SendAsync(UpstreamContract.Operations["CreateEndUser"], values, scene.BodyOf("CreateEndUser"));

        var body = scene.BodyOf(id);
        if (body is not null)
            operation.AssertTakes(body);
        operation.AssertSuccess(await SendAsync(operation, values, body));
    }

    [Theory, MemberData(nameof(Parameters))]
    public async Task Each_operation_answers_404_about_what_is_not_there(string id, string parameter)
    {
        var (operation, scene) = (UpstreamContract.Operations[id], await UpstreamScene.MakeAsync(Service.Rest));
        var values = scene.Values.ToDictionary();
        values[parameter] = Catalogue.NewId();

        var answer = await SendAsync(operation, values, scene.BodyOf(id));

        if (AnswersForTheUnknown.Contains((id, parameter)))
            operation.AssertSuccess(answer);
        else
            operation.AssertError(answer, 404);
    }

    [Theory, MemberData(nameof(Parameters))]
    public async Task Each_operation_answers_400_to_an_id_that_is_none_and_names_it(string id, string parameter)
    {
        var (operation, scene) = (UpstreamContract.Operations[id], await UpstreamScene.MakeAsync(Service.Rest));
        var values = scene.Values.ToDictionary();
        values[parameter] = parameter == "user_id" ? "\u0007" : "nonsense";

        var answer = await SendAsync(operation, values, scene.BodyOf(id));

        operation.AssertError(answer, 400);
        Assert.Equal(
            parameter.Replace("_", "", StringComparison.Ordinal),
            answer.AsRefusal().Fields.Single(),
            ignoreCase: true);
    }

    [Theory, MemberData(nameof(OperationsWithBody))]
    public async Task Each_operation_answers_400_to_a_body_that_it_does_not_take(string id)
    {
        var (operation, scene) = (UpstreamContract.Operations[id], await UpstreamScene.MakeAsync(Service.Rest));

        foreach (var body in new[] { "[]", "{", """{"name": 1, "userId": 1, "externalId": 1, "connectorId": 1, "usedConnectionTemplates": 1, "dynamicVariables": 1}""" })
        {
            if (id == "UpdateDynamicVariablesInternal" && body.Length > 2)
                continue; // any object will do
            operation.AssertError(await SendAsync(operation, scene.Values, body), 400);
        }
    }

    [Fact]
    public async Task What_is_in_the_way_is_a_conflict_or_a_failed_precondition()
    {
        var scene = await UpstreamScene.MakeAsync(Service.Rest);
        var (createUser, activate, delete) = (
            UpstreamContract.Operations["CreateEndUser"],
            UpstreamContract.Operations["ActivateIntegration"],
            UpstreamContract.Operations["DeleteIntegration"]);

        createUser.AssertError(await SendAsync(createUser, scene.Values, scene.BodyOf("CreateEndUser")), 409);
        activate.AssertError(await SendAsync(activate, scene.Values, scene.BodyOf("ActivateIntegration")), 409);
        delete.AssertError(await SendAsync(delete, scene.Values, null), 400);
    }

    [Fact]
    public async Task A_health_check_is_answered_as_clients_know_it()
    {
        var operation = UpstreamContract.Operations["HealthCheck"];

        operation.AssertSuccess(await SendAsync(operation, new Dictionary<string, string>(), null));
    }

    private Task<RestAnswer> SendAsync(Operation operation, IReadOnlyDictionary<string, string> values, string? body) =>
        Service.Rest.SendAsync(operation.Method, operation.Target(values), body);
}

/// <summary>The check can fail: what clients do not know is found.</summary>
public sealed class UpstreamContractCheckTests
{
    private const string Good = """{"id": "01J0DEM0CNX000000000000001", "name": "", "createdAt": "2026-01-02T03:04:05.678Z", "updatedAt": "2026-01-02T03:04:05.678Z"}""";

    [Theory]
    [InlineData(Good, 200, true)]
    [InlineData(Good, 201, false)]
    [InlineData("""{"id": "01J0DEM0CNX000000000000001", "name": "", "createdAt": "2026-01-02T03:04:05.678Z"}""", 200, false)]
    [InlineData("""{"id": "nonsense", "name": "", "createdAt": "2026-01-02T03:04:05.678Z", "updatedAt": "2026-01-02T03:04:05.678Z"}""", 200, false)]
    [InlineData("""{"id": "01J0DEM0CNX000000000000001", "name": 1, "createdAt": "2026-01-02T03:04:05.678Z", "updatedAt": "2026-01-02T03:04:05.678Z"}""", 200, false)]
    [InlineData("""{"id": "01J0DEM0CNX000000000000001", "name": "", "createdAt": "yesterday", "updatedAt": "2026-01-02T03:04:05.678Z"}""", 200, false)]
    public void An_answer_passes_only_with_the_status_and_the_structure_that_clients_know(string row, int status, bool passes)
    {
        var operation = UpstreamContract.Operations["ListEndUserConnections"];
        var answer = new RestAnswer(status, $$"""{"totalCount": 1, "connections": [{{row}}]}""", "application/json", _ => null);

        var failure = Record.Exception(() => operation.AssertSuccess(answer));

        Assert.Equal(passes, failure is null);
    }
}

public sealed class UpstreamContractOnSqlite(SqliteService service) : UpstreamContractTests(service), IClassFixture<SqliteService>;

public sealed class UpstreamContractOnMongoDb(MongoDbService service) : UpstreamContractTests(service), IClassFixture<MongoDbService>;
