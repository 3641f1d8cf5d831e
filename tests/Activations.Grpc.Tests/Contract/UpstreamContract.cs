using System.Text.Json;
using System.Text.Json.Nodes;
using Activations.Grpc.Tests.Calls;
using Activations.JsonSchema;

namespace Activations.Grpc.Tests.Contract;

/// <summary>
/// The structure of the public API that callers know: paths, fields, types. Its schemas are JSON Schema 2020-12 (OpenAPI
/// 3.1), so real answers are checked against them.
/// </summary>
internal static class UpstreamContract
{
    private const string Ulid = "^[0-7][0-9A-HJKMNP-TV-Z]{25}$";
    private const string EmptyOrUri = "^$|^[A-Za-z][A-Za-z0-9+.-]*:";

    private static readonly JsonNode Document = Load();

    private static readonly JsonSchemaOptions Options = new() { AssertFormat = true };

    /// <summary>Every operation but the OAuth 2.0 one, which this service does not have.</summary>
    public static IReadOnlyDictionary<string, Operation> Operations { get; } = Document["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject()
            .Where(member => member.Key != "parameters")
            .Select(method => new Operation(
                method.Value!["operationId"]!.GetValue<string>(), HttpMethod.Parse(method.Key), path.Key, method.Value)
            {
                QueryParameters = [.. QueryParametersOf(path.Value["parameters"]), .. QueryParametersOf(method.Value["parameters"])],
            }))
        .Where(operation => operation.Id != "InitialiseOAuth2EmbeddedConnection")
        .ToDictionary(operation => operation.Id);

    private static IEnumerable<string> QueryParametersOf(JsonNode? parameters) => (parameters?.AsArray() ?? [])
        .Select(parameter => parameter!["$ref"]?.GetValue<string>() is { } reference
            ? Document["components"]!["parameters"]![reference.Split('/')[^1]]!
            : parameter)
        .Where(parameter => parameter["in"]!.GetValue<string>() == "query")
        .Select(parameter => parameter["name"]!.GetValue<string>());

    /// <summary>Fails the test unless a body is what the operation takes.</summary>
    public static void AssertTakes(this Operation operation, string body) => AssertValid(
        operation.Node["requestBody"]!["content"]!["application/json"]!["schema"]!, JsonElement.Parse(body), operation.Id);

    /// <summary>Fails the test unless an answer is a success with the status and the structure of the operation.</summary>
    public static void AssertSuccess(this Operation operation, RestAnswer answer)
    {
        var (status, response) = operation.Node["responses"]!.AsObject().First(r => r.Key != "default");
        Assert.True(answer.Status.ToString(System.Globalization.CultureInfo.InvariantCulture) == status, $"{operation.Id}: {answer.Body}");
        if (response!["content"] is { } content)
            AssertValid(content["application/json"]!["schema"]!, answer.Json, operation.Id);
        else
            Assert.Equal("", answer.Body);
    }

    /// <summary>Fails the test unless an answer is an error with this status and the structure of errors.</summary>
    public static void AssertError(this Operation operation, RestAnswer answer, int status)
    {
        Assert.True(status == answer.Status, $"{operation.Id}: {answer.Status} {answer.Body}");
        AssertValid(JsonNode.Parse("""{"$ref": "#/components/schemas/Error"}""")!, answer.Json, operation.Id);
    }

    private static void AssertValid(JsonNode schema, JsonElement value, string what)
    {
        var whole = schema.DeepClone().AsObject();
        whole["components"] = Document["components"]!.DeepClone();
        var validator = JsonSchemaValidator.Compile(JsonElement.Parse(whole.ToJsonString()), Options);
        var violations = validator.Validate(value).Select(v => $"{v.InstanceLocation} {v.KeywordLocation}: {v.Message}");
        Assert.True(validator.IsValid(value), $"{what}: {string.Join("; ", violations)} in {value}");
    }

    private static JsonNode Load()
    {
        var assembly = typeof(UpstreamContract).Assembly;
        using var stream = assembly.GetManifestResourceStream("embedded-api-v1.openapi.json")!;
        var document = JsonNode.Parse(stream)!;
        Adapt(document["components"]!["schemas"]!);
        Adapt(document["paths"]!);
        return document;
    }

    /// <summary>
    /// Makes the schemas say what they mean: a field that is required and never defined does not count, the data of a
    /// credential may look like that of several types, ids are ULIDs, and an image that is not set is an empty text.
    /// </summary>
    private static void Adapt(JsonNode? node)
    {
        foreach (var child in node switch
        {
            JsonObject members => members.Select(m => m.Value),
            JsonArray items => items,
            _ => [],
        })
        {
            Adapt(child);
        }

        if (node is not JsonObject schema)
            return;
        if (schema["required"] is JsonArray required && schema["properties"] is JsonObject properties)
            schema["required"] = new JsonArray([.. required.Where(r => properties.ContainsKey(r!.GetValue<string>())).Select(r => r!.DeepClone())]);
        if (schema["data"] is JsonObject data && data["oneOf"] is { } types)
            schema["data"] = new JsonObject { ["anyOf"] = types.DeepClone() };
        if (schema["format"] is JsonValue format && format.TryGetValue(out string? name) && name is "ulid" or "uri")
        {
            schema.Remove("format");
            schema["pattern"] = name == "ulid" ? Ulid : EmptyOrUri;
        }
    }
}

/// <summary>An operation of the public API.</summary>
internal sealed record Operation(string Id, HttpMethod Method, string Path, JsonNode Node)
{
    /// <summary>The names of the parameters in the query.</summary>
    public required IReadOnlyList<string> QueryParameters { get; init; }

    /// <summary>The status of success.</summary>
    public string SuccessStatus => Node["responses"]!.AsObject().First(response => response.Key != "default").Key;

    /// <summary>The names of the parameters in the path.</summary>
    public IEnumerable<string> PathParameters =>
        Path.Split('/').Where(segment => segment.StartsWith('{')).Select(segment => segment.Trim('{', '}'));

    /// <summary>The path with these values.</summary>
    public string Target(IReadOnlyDictionary<string, string> values) => PathParameters.Aggregate(
        Path, (path, name) => path.Replace($"{{{name}}}", Uri.EscapeDataString(values[name]), StringComparison.Ordinal));
}
