using Activations.V1;
using Microsoft.OpenApi;

namespace Activations.Grpc.OpenApi;

/// <summary>The health checks, which REST has and the protos do not.</summary>
internal static class HealthOperations
{
    /// <summary>Their tag.</summary>
    public static OpenApiTag Tag { get; } = new() { Name = "Health", Description = "Whether the service runs, and whether it can work." };

    /// <summary>Adds them to a document.</summary>
    public static void AddTo(OpenApiDocument document, Failures failures)
    {
        document.Paths["/healthz"] = Item(document, "HealthCheck", "Health check", "Whether the service runs.");
        document.Paths["/readyz"] = Item(
            document, "ReadinessCheck", "Readiness check",
            "Whether the service can work: it has started, is not stopping, and its store can be reached.");
        foreach (var operation in document.Paths["/readyz"].Operations!.Values)
            failures.Add(operation.Responses!, StatusCodes.Status503ServiceUnavailable, ErrorReason.Unavailable);
    }

    private static OpenApiPathItem Item(OpenApiDocument document, string id, string summary, string description)
    {
        var item = new OpenApiPathItem();
        item.AddOperation(HttpMethod.Get, new OpenApiOperation
        {
            OperationId = id,
            Summary = summary,
            Description = $"{description} Needs no credentials; no limit holds for it.",
            Tags = new HashSet<OpenApiTagReference> { new(Tag.Name!, document) },
            Security = [],
            Responses = new OpenApiResponses
            {
                ["200"] = new OpenApiResponse
                {
                    Description = "Yes.",
                    Headers = TraceIdHeader.With(document),
                    Content = new Dictionary<string, IOpenApiMediaType> { ["application/json"] = new OpenApiMediaType { Schema = Answer() } },
                },
            },
        });
        return item;
    }

    private static OpenApiSchema Answer() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "message" },
        Properties = new Dictionary<string, IOpenApiSchema> { ["message"] = new OpenApiSchema { Type = JsonSchemaType.String } },
    };
}
