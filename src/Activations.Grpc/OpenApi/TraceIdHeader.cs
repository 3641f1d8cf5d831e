using Activations.Grpc.Telemetry;
using Microsoft.OpenApi;

namespace Activations.Grpc.OpenApi;

/// <summary>The header that each answer has; it is in the document once.</summary>
internal static class TraceIdHeader
{
    /// <summary>The one of examples.</summary>
    public const string Example = "4bf92f3577b34da6a3ce929d0e0e4736";

    /// <summary>What a trace id looks like.</summary>
    public static OpenApiSchema Schema => new()
    {
        Type = JsonSchemaType.String,
        Pattern = "^[0-9a-f]{32}$",
        Description = "The id of the call's trace, by which the service's operator finds it in logs and traces.",
    };

    /// <summary>Adds it to the components of a document.</summary>
    public static void AddTo(OpenApiComponents components) => components.Headers = new Dictionary<string, IOpenApiHeader>
    {
        [TraceIds.Header] = new OpenApiHeader
        {
            Description = "The id of the call's trace: the caller's, where the request has a valid `traceparent`.",
            Schema = Schema,
        },
    };

    /// <summary>The headers of an answer, this one among them.</summary>
    public static Dictionary<string, IOpenApiHeader> With(OpenApiDocument document, params KeyValuePair<string, IOpenApiHeader>[] others) =>
        new(others) { [TraceIds.Header] = new OpenApiHeaderReference(TraceIds.Header, document) };
}
