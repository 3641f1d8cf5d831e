using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.JsonSchema;

namespace Activations.Grpc.Tests.OpenApi;

/// <summary>The OpenAPI document that a service answers.</summary>
internal sealed class ServedDocument(JsonNode root)
{
    private static readonly JsonSchemaOptions Options = new() { AssertFormat = true };

    /// <summary>The whole of it.</summary>
    public JsonNode Root { get; } = root;

    /// <summary>Its operations, in its order.</summary>
    public IReadOnlyList<DocumentedOperation> Operations { get; } =
    [
        .. root["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(
            method => new DocumentedOperation(HttpMethod.Parse(method.Key), path.Key, method.Value!))),
    ];

    public static async Task<ServedDocument> ReadAsync(ServiceUnderTest service)
    {
        var answer = await service.Rest.ReadAsync("/openapi/v1.json");
        Assert.Equal(200, answer.Status);
        return new ServedDocument(JsonNode.Parse(answer.Body)!);
    }

    /// <summary>The operation with this id.</summary>
    public DocumentedOperation this[string id] => Operations.Single(operation => operation.Id == id);

    /// <summary>The schema of a component.</summary>
    public JsonNode SchemaOf(string component) => Root["components"]!["schemas"]![component]!;

    /// <summary>Fails the test unless a value is valid against a schema of the document.</summary>
    public void AssertValid(JsonNode schema, JsonElement value, string what)
    {
        var whole = schema.DeepClone().AsObject();
        whole["components"] = Root["components"]!.DeepClone();
        var validator = JsonSchemaValidator.Compile(JsonElement.Parse(whole.ToJsonString()), Options);
        var violations = validator.Validate(value).Select(v => $"{v.InstanceLocation} {v.KeywordLocation}: {v.Message}");
        Assert.True(validator.IsValid(value), $"{what}: {string.Join("; ", violations)} in {value}");
    }

    /// <summary>Fails the test unless the document says that the operation answers so.</summary>
    public void AssertAnswers(DocumentedOperation operation, RestAnswer answer)
    {
        var status = answer.Status.ToString(CultureInfo.InvariantCulture);
        var documented = operation.Node["responses"]![status];
        Assert.True(documented is not null, $"{operation.Id} answers {status}, which is not documented: {answer.Body}");
        if (documented["content"]?["application/json"] is not { } content)
        {
            Assert.Equal("", answer.Body);
            return;
        }

        AssertValid(content["schema"]!, answer.Json, $"{operation.Id} {status}");
        if (answer.Status >= 400)
            Assert.True(
                content["examples"]!.AsObject().ContainsKey(answer.Json.GetProperty("code").GetString()!),
                $"{operation.Id} fails for a reason that is not documented: {answer.Body}");
    }
}

/// <summary>An operation of the document.</summary>
internal sealed record DocumentedOperation(HttpMethod Method, string Path, JsonNode Node)
{
    public string Id => Node["operationId"]!.GetValue<string>();

    /// <summary>The status of success.</summary>
    public int SuccessStatus => Node["responses"]!.AsObject()
        .Select(response => int.Parse(response.Key, CultureInfo.InvariantCulture)).Single(status => status < 300);

    public IEnumerable<JsonNode> Parameters => Node["parameters"]?.AsArray().Select(parameter => parameter!) ?? [];

    /// <summary>The example of the body; null where there is no body.</summary>
    public JsonNode? Body => Node["requestBody"]?["content"]?["application/json"]?["example"];

    /// <summary>The names of the parameters in one place.</summary>
    public IEnumerable<string> NamesIn(string place) => Parameters
        .Where(parameter => parameter["in"]!.GetValue<string>() == place)
        .Select(parameter => parameter["name"]!.GetValue<string>());

    /// <summary>The target that the examples make, with some of the values changed.</summary>
    public string Target(params (string Name, string Value)[] changes)
    {
        var (path, query) = (Path, new List<string>());
        foreach (var parameter in Parameters.Where(parameter => parameter["example"] is not null))
        {
            var name = parameter["name"]!.GetValue<string>();
            var change = changes.FirstOrDefault(candidate => candidate.Name == name).Value;
            var value = Uri.EscapeDataString(change ?? parameter["example"]!.ToString());
            path = path.Replace($"{{{name}}}", value, StringComparison.Ordinal);
            if (parameter["in"]!.GetValue<string>() == "query")
                query.Add($"{name}={value}");
        }

        return query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
    }

    /// <summary>Calls it with its example, with some of the values changed.</summary>
    public Task<RestAnswer> CallAsync(ServiceUnderTest service, params (string Name, string Value)[] changes) =>
        service.Rest.SendAsync(Method, Target(changes), Body?.ToJsonString());
}
