using System.Globalization;
using System.Text.Json.Nodes;
using Activations.Access;
using Activations.EndUsers;
using Activations.Grpc.Errors;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Contract;
using Activations.Integrations;
using Activations.V1;

namespace Activations.Grpc.Tests.OpenApi;

/// <summary>The OpenAPI document says what the protos say, and what clients of the public API know.</summary>
public sealed class DocumentTests : IAsyncLifetime
{
    /// <summary>What no operation of the document is answered with: it is for other paths, other methods, gRPC, or nobody.</summary>
    private static readonly ErrorReason[] OfNoOperation =
    [
        ErrorReason.NotFound, ErrorReason.ResourceExhausted, ErrorReason.Cancelled, ErrorReason.MethodNotAllowed,
        ErrorReason.Unimplemented,
    ];

    private DemoService demo = null!;

    private ServedDocument Document => demo.Document;

    public async ValueTask InitializeAsync() => demo = await DemoService.StartAsync();

    public ValueTask DisposeAsync() => demo.DisposeAsync();

    [Fact]
    public void It_has_every_RPC_that_REST_has_and_nothing_else_but_health()
    {
        var rpcs = Rpc.All().Select(rpc =>
        {
            var (method, path) = Rpc.RuleOf(rpc).Pattern();
            return (rpc.Name, method, path, Rpc.SuccessStatusOf(rpc));
        });
        (string, HttpMethod, string, int)[] health =
            [("HealthCheck", HttpMethod.Get, "/healthz", 200), ("ReadinessCheck", HttpMethod.Get, "/readyz", 200)];

        Assert.Equal(
            rpcs.Concat(health).OrderBy(o => o.Item1),
            Document.Operations.Select(o => (o.Id, o.Method, o.Path, o.SuccessStatus)).OrderBy(o => o.Id));
        Assert.Equal("3.1", Document.Root["openapi"]!.GetValue<string>()[..3]);
    }

    [Fact]
    public void Every_field_of_a_request_is_in_the_address_or_in_the_body()
    {
        foreach (var rpc in Rpc.All())
        {
            var (operation, rule) = (Document[rpc.Name], Rpc.RuleOf(rpc));
            var inAddress = operation.NamesIn("path").Concat(operation.NamesIn("query"));
            var inBody = rule.Body == "*"
                ? Document.SchemaOf(rpc.InputType.Name)["properties"]!.AsObject().Select(property => property.Key)
                : [];

            string[] asBody = rule.Body is "*" or "" ? [] : [rule.Body];
            var names = inAddress.Concat(inBody).Concat(asBody)
                .Select(name => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant()).Distinct().Order();

            Assert.Equal(rpc.InputType.Fields.InDeclarationOrder().Select(f => f.JsonName.ToUpperInvariant()).Order(), names);
        }
    }

    [Fact]
    public void Every_operation_of_the_public_API_is_there_with_its_parameters_and_its_status()
    {
        foreach (var known in UpstreamContract.Operations.Values)
        {
            var operation = Document.Operations.Single(o => o.Method == known.Method && o.Path == known.Path);

            Assert.Equal(known.PathParameters.Order(), operation.NamesIn("path").Order());
            Assert.Subset(operation.NamesIn("query").ToHashSet(), known.QueryParameters.ToHashSet());
            Assert.Equal(known.SuccessStatus, operation.SuccessStatus.ToString(CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Every_operation_says_what_it_does_who_may_call_it_and_how_it_fails()
    {
        foreach (var rpc in Rpc.All())
        {
            var operation = Document[rpc.Name].Node;
            Assert.DoesNotContain("Errors:", operation["description"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.NotEqual("", operation["summary"]!.GetValue<string>());
            var scope = rpc.GetOptions().GetExtension(AccessExtensions.RequiredScope);
            string[] expected = rpc.GetOptions().GetExtension(AccessExtensions.OperatorsAlone) ? [] : [scope];
            Assert.Equal(expected, Texts(operation["security"]![0]!["apiKey"]!));
            Assert.Equal(
                rpc.GetOptions().GetExtension(AccessExtensions.EndUserAllowed),
                operation["security"]!.AsArray().Any(way => way!.AsObject().ContainsKey("endUserToken")));
        }
    }

    [Fact]
    public void Every_reason_is_documented_with_its_status()
    {
        var documented = Document.Operations
            .SelectMany(operation => operation.Node["responses"]!.AsObject())
            .SelectMany(response => (response.Value!["content"]?["application/json"]?["examples"]?.AsObject() ?? [])
                .Select(example => (Name: example.Key, Status: response.Key)))
            .Distinct();

        Assert.Equal(
            Enum.GetValues<ErrorReason>().Except([.. OfNoOperation, ErrorReason.Unspecified])
                .Select(reason => (ErrorReasons.NameOf(reason), ErrorReasons.HttpStatusOf(reason).ToString(CultureInfo.InvariantCulture)))
                .Order(),
            documented.Order());
    }

    [Fact]
    public void Limits_are_those_that_the_service_checks()
    {
        Assert.Equal(AuthScheme.Types.Order(), ValuesOf("AuthSchemeConfigInput", "schemeType"));
        Assert.Equal(CredentialTypes.All.Order(), ValuesOf("CredentialCreate", "type"));
        Assert.Equal(
            KeyScopeNames.NamesOf(KeyScopes.All).Order(),
            Texts(Document.SchemaOf("CreateApiKeyRequest")["properties"]!["scopes"]!["items"]!["enum"]!));
        Assert.Equal(["external", "internal"], ValuesOf("CreateActivationRequest", "userIdType"));
        var name = Document.SchemaOf("CreateHubRequest")["properties"]!["name"]!;
        Assert.Equal((1, 255), (name["minLength"]!.GetValue<int>(), name["maxLength"]!.GetValue<int>()));
        var first = Document["ListActivations"].Parameters.Single(p => p["name"]!.GetValue<string>() == "first")["schema"]!;
        Assert.Equal(
            (1, 100, 20),
            (first["minimum"]!.GetValue<int>(), first["maximum"]!.GetValue<int>(), first["default"]!.GetValue<int>()));
        Assert.Equal(1_000, Document.SchemaOf("CreateActivationRequest")["properties"]!["connections"]!["maxItems"]!.GetValue<int>());
    }

    private IEnumerable<string> ValuesOf(string component, string property) =>
        Texts(Document.SchemaOf(component)["properties"]![property]!["enum"]!);

    private static IOrderedEnumerable<string> Texts(JsonNode values) => values.AsArray().Select(value => value!.GetValue<string>()).Order();
}
