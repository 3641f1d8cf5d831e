using System.Text.Json;
using System.Text.Json.Nodes;
using Activations.Grpc.Tests.Calls;

namespace Activations.Grpc.Tests.OpenApi;

/// <summary>What the OpenAPI document shows can be sent, and is answered as it says.</summary>
public sealed class ExampleTests
{
    /// <summary>What reads comes first, what deletes comes last.</summary>
    private static readonly HttpMethod[] Order = [HttpMethod.Get, HttpMethod.Post, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete];

    /// <summary>No example can know the id of an API key that the service makes; the link to it does.</summary>
    private const string NeedsLink = "RevokeApiKey";

    [Fact]
    public async Task Every_operation_succeeds_with_its_example_and_answers_what_the_document_says()
    {
        await using var demo = await DemoService.StartAsync();
        var (service, document) = (demo.Service, demo.Document);
        var apiKey = "";

        foreach (var operation in document.Operations.OrderBy(operation => Array.IndexOf(Order, operation.Method)))
        {
            var answer = operation.Id == NeedsLink
                ? await operation.CallAsync(service, ("api_key_id", apiKey))
                : await operation.CallAsync(service);

            Assert.True(answer.Status == operation.SuccessStatus, $"{operation.Id}: {answer.Status} {answer.Body}");
            document.AssertAnswers(operation, answer);
            if (operation.Id == "CreateApiKey")
                apiKey = Follow(operation, NeedsLink, answer);
        }
    }

    [Fact]
    public async Task Every_link_leads_from_an_answer_to_an_operation_that_succeeds()
    {
        await using var demo = await DemoService.StartAsync();
        var links = 0;
        foreach (var from in demo.Document.Operations)
        {
            if (LinksOf(from) is not { } targets)
                continue;
            var answer = await from.CallAsync(demo.Service);
            foreach (var target in targets.Select(link => demo.Document[link.Key]))
            {
                var parameter = LinksOf(from)![target.Id]!["parameters"]!.AsObject().Single().Key;
                var followed = await target.CallAsync(demo.Service, (parameter, Follow(from, target.Id, answer)));
                Assert.True(followed.Status == target.SuccessStatus, $"{from.Id} to {target.Id}: {followed.Body}");
                links++;
            }
        }

        Assert.Equal(5, links);
    }

    [Fact]
    public async Task Every_example_is_valid_against_its_own_schema()
    {
        await using var demo = await DemoService.StartAsync();
        foreach (var operation in demo.Document.Operations)
        {
            if (operation.Node["requestBody"] is { } body)
                AssertValid(demo.Document, body["content"]!["application/json"]!["schema"]!, operation.Body!, operation.Id);
            foreach (var parameter in operation.Parameters.Where(parameter => parameter["example"] is not null))
                AssertValid(demo.Document, parameter["schema"]!, parameter["example"]!, $"{operation.Id} {parameter["name"]}");
        }

        foreach (var (reason, example) in demo.Document.Root["components"]!["examples"]!.AsObject())
            AssertValid(demo.Document, demo.Document.SchemaOf("Error"), example!["value"]!, reason);
    }

    [Fact]
    public async Task Every_path_parameter_and_every_body_has_an_example()
    {
        await using var demo = await DemoService.StartAsync();

        Assert.All(demo.Document.Operations, operation =>
        {
            Assert.DoesNotContain('{', operation.Target());
            Assert.True(operation.Node["requestBody"] is null || operation.Body is not null, operation.Id);
        });
    }

    private static JsonObject? LinksOf(DocumentedOperation operation) =>
        operation.Node["responses"]![$"{operation.SuccessStatus}"]!["links"]?.AsObject();

    /// <summary>The value that a link takes from an answer: <c>$response.body#/…</c>.</summary>
    private static string Follow(DocumentedOperation from, string to, RestAnswer answer)
    {
        var expression = LinksOf(from)![to]!["parameters"]!.AsObject().Single().Value!.GetValue<string>();
        Assert.StartsWith("$response.body#/", expression, StringComparison.Ordinal);
        return expression.Split("#/")[1].Split('/').Aggregate(answer.Json, (value, member) => value.GetProperty(member)).GetString()!;
    }

    private static void AssertValid(ServedDocument document, JsonNode schema, JsonNode value, string what) =>
        document.AssertValid(schema, JsonElement.Parse(value.ToJsonString()), what);
}
