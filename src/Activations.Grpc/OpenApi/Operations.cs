using System.Globalization;
using System.Text.Json.Nodes;
using Activations.Grpc.Rest;
using Activations.V1;
using Google.Api;
using Google.Protobuf.Reflection;
using Microsoft.OpenApi;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Activations.Grpc.OpenApi;

/// <summary>The RPCs of the protos as operations, by their HTTP rules.</summary>
internal sealed class Operations(OpenApiDocument document, MessageSchemas schemas, Failures failures, Examples examples)
{
    private const string Json = "application/json";

    /// <summary>Adds an RPC to the document, and its service as a tag.</summary>
    public void Add(MethodDescriptor call)
    {
        var rule = call.GetOptions().GetExtension(AnnotationsExtensions.Http);
        var (method, path) = HttpRules.PatternOf(rule);
        var parameters = new Parameters(schemas, examples).Of(call, rule, path);
        var operation = new OpenApiOperation
        {
            OperationId = call.Name,
            Summary = Comments.Words(call.Name),
            Description = $"{call.Purpose()}\n\n{CallersOf(call)}",
            Tags = new HashSet<OpenApiTagReference> { new(TagOf(call.Service), document) },
            Deprecated = call.GetOptions().Deprecated,
            Parameters = parameters.Count == 0 ? null : parameters,
            RequestBody = BodyOf(call, rule, path),
            Responses = new OpenApiResponses(),
            Security = [.. SecurityOf(call)],
        };
        operation.Responses[SuccessStatuses.StatusOf(call).ToString(CultureInfo.InvariantCulture)] = AnswerOf(call, rule);
        failures.AddTo(operation.Responses, call, hasBody: rule.Body.Length > 0);
        PathItemOf(path).AddOperation(HttpMethod.Parse(method), operation);
    }

    /// <summary>The name of a service for people: "End user" for <c>EndUserService</c>.</summary>
    public static string TagOf(ServiceDescriptor service) =>
        Comments.Words(service.Name[..^"Service".Length]);

    private OpenApiPathItem PathItemOf(string path)
    {
        if (!document.Paths.TryGetValue(path, out var item))
            document.Paths[path] = item = new OpenApiPathItem();
        return (OpenApiPathItem)item;
    }

    private static string CallersOf(MethodDescriptor call) => IsForOperators(call)
        ? "The service's operator alone may make this call, on the machine itself."
        : $"An API key needs the scope `{ScopeOf(call)}`. "
        + (IsForEndUsers(call) ? "End users may make this call for themselves." : "End users may not make this call.");

    private static string ScopeOf(MethodDescriptor call) => call.GetOptions().GetExtension(AccessExtensions.RequiredScope);

    private static bool IsForOperators(MethodDescriptor call) => call.GetOptions().GetExtension(AccessExtensions.OperatorsAlone);

    private static bool IsForEndUsers(MethodDescriptor call) => call.GetOptions().GetExtension(AccessExtensions.EndUserAllowed);

    private IEnumerable<OpenApiSecurityRequirement> SecurityOf(MethodDescriptor call)
    {
        yield return new() { [new OpenApiSecuritySchemeReference(ApiDocument.ApiKey, document)] = IsForOperators(call) ? [] : [ScopeOf(call)] };
        if (IsForEndUsers(call))
            yield return new() { [new OpenApiSecuritySchemeReference(ApiDocument.Token, document)] = [] };
        if (document.Security is { Count: > 0 } open)
            yield return open[0];
    }

    private OpenApiRequestBody? BodyOf(MethodDescriptor call, HttpRule rule, string path) => rule.Body.Length == 0
        ? null
        : new OpenApiRequestBody
        {
            Required = true,
            Content = Content(
                rule.Body == "*"
                    ? schemas.OfBody(call.InputType, Parameters.NamesIn(path))
                    : schemas.OfField(call.InputType.FindFieldByName(rule.Body), isAnswer: false),
                Examples.BodyOf(call.Name)),
        };

    private OpenApiResponse AnswerOf(MethodDescriptor call, HttpRule rule)
    {
        if (SuccessStatuses.StatusOf(call) == StatusCodes.Status204NoContent)
            return new OpenApiResponse { Description = "Done. There is no body.", Headers = TraceIdHeader.With(document) };
        var isReplayable = Parameters.HeadersOf(call).Any(header => header.Name == "Idempotency-Key");
        return new OpenApiResponse
        {
            Description = call.OutputType.Comment(),
            Headers = TraceIdHeader.With(document, isReplayable ? ReplayedHeader() : []),
            Content = Content(
                rule.ResponseBody.Length == 0
                    ? schemas.OfAnswer(call.OutputType)
                    : schemas.OfField(call.OutputType.FindFieldByName(rule.ResponseBody), isAnswer: true)),
            Links = Examples.LinksFrom(call.Name),
        };
    }

    private static KeyValuePair<string, IOpenApiHeader>[] ReplayedHeader() =>
    [
        new("idempotent-replayed", new OpenApiHeader
        {
            Description = "There, and `true`, where the answer is that of an earlier call with the same request id.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Boolean },
        }),
    ];

    private static Dictionary<string, IOpenApiMediaType> Content(IOpenApiSchema schema, JsonNode? example = null) => new()
    {
        [Json] = new OpenApiMediaType { Schema = schema, Example = example },
    };
}
