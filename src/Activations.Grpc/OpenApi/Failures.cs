using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Activations.Grpc.Errors;
using Activations.V1;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Microsoft.OpenApi;

namespace Activations.Grpc.OpenApi;

/// <summary>
/// How calls fail: the reasons that each call's comment names, and those of every call, by their HTTP status. An example of
/// each reason's body is a component of the document.
/// </summary>
internal sealed partial class Failures
{
    private const string Schema = "Error";

    private static readonly ErrorReason[] OfEveryCall =
    [
        ErrorReason.InvalidArgument, ErrorReason.Unauthenticated, ErrorReason.PermissionDenied, ErrorReason.RateLimited,
        ErrorReason.Overloaded, ErrorReason.Internal, ErrorReason.Unavailable, ErrorReason.DeadlineExceeded,
    ];

    private static readonly ErrorReason[] OfEveryBody = [ErrorReason.PayloadTooLarge, ErrorReason.UnsupportedMediaType];

    private static readonly HashSet<string> StatusNames =
        [.. CodeReflection.Descriptor.EnumTypes.SelectMany(type => type.Values).Select(value => value.Name)];

    private static readonly Dictionary<ErrorReason, string> Meanings =
        CommentedProtos.Reasons.ToDictionary(reason => (ErrorReason)reason.Number, reason => reason.Comment());

    private static readonly Dictionary<string, ErrorReason> ByName = Meanings.Keys.ToDictionary(ErrorReasons.NameOf);

    private readonly OpenApiDocument document;

    /// <summary>Adds the parts that failures share to a document.</summary>
    public Failures(OpenApiDocument document)
    {
        this.document = document;
        document.Components!.Schemas![Schema] = Body();
    }

    /// <summary>Adds the failures of a call to its answers.</summary>
    public void AddTo(OpenApiResponses responses, MethodDescriptor call, bool hasBody)
    {
        var reasons = OfEveryCall.Concat(hasBody ? OfEveryBody : []).Concat(ReasonsOf(call)).Distinct();
        foreach (var status in reasons.GroupBy(ErrorReasons.HttpStatusOf).OrderBy(status => status.Key))
            Add(responses, status.Key, [.. status.Order()]);
    }

    /// <summary>Adds a failure with one status.</summary>
    public void Add(OpenApiResponses responses, int status, params ErrorReason[] reasons) =>
        responses[status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
        {
            Description = string.Join("\n", reasons.Select(reason => $"- `{ErrorReasons.NameOf(reason)}`: {Meanings[reason]}")),
            Headers = TraceIdHeader.With(document, status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable ? RetryAfter() : []),
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                ["application/json"] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchemaReference(Schema, document),
                    Examples = reasons.ToDictionary(ErrorReasons.NameOf, IOpenApiExample (reason) => ReferTo(reason)),
                },
            },
        };

    /// <summary>
    /// The reasons that a comment names. A canonical status in it is followed by its reasons, or is one itself; "as" another
    /// call has all of that call's.
    /// </summary>
    /// <exception cref="InvalidOperationException">The comment names what is neither.</exception>
    public static IEnumerable<ErrorReason> ReasonsOf(MethodDescriptor call)
    {
        var text = call.Failures();
        foreach (Match word in CapitalWord.Matches(text))
        {
            if (StatusNames.Contains(word.Value) && text[(word.Index + word.Length)..].StartsWith(" (", StringComparison.Ordinal))
                continue;
            yield return ByName.TryGetValue(word.Value, out var reason)
                ? reason
                : throw new InvalidOperationException($"The comment of {call.FullName} names {word.Value}, which is no reason.");
        }

        if (AsOther.Match(text) is not { Success: true } other)
            yield break;
        foreach (var reason in ReasonsOf(call.Service.FindMethodByName(other.Groups["call"].Value)))
            yield return reason;
    }

    /// <summary>The example of a reason's body, which is in the document once.</summary>
    private OpenApiExampleReference ReferTo(ErrorReason reason)
    {
        var (name, meaning) = (ErrorReasons.NameOf(reason), Meanings[reason]);
        document.Components!.Examples![name] =
            new OpenApiExample { Summary = meaning.FirstSentence(), Value = Example(reason, meaning) };
        return new OpenApiExampleReference(name, document);
    }

    private static KeyValuePair<string, IOpenApiHeader>[] RetryAfter() =>
    [
        new("Retry-After", new OpenApiHeader
        {
            Description = "After how many seconds a retry helps.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0" },
        }),
    ];

    /// <summary>What <see cref="RestErrors"/> writes.</summary>
    private static OpenApiSchema Body() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "Why a call failed.",
        Required = new HashSet<string> { "code", "message", "fields", "details", "metadata", "traceId" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["code"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "The reason. Later versions may have more of them: go by the status where one is not known.",
                Enum = [.. Meanings.Keys.Select(JsonNode (reason) => JsonValue.Create(ErrorReasons.NameOf(reason))!)],
            },
            ["message"] = Text("What to tell a person who develops the caller."),
            ["fields"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = "What is wrong with the request, field by field.",
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Required = new HashSet<string> { "field", "message" },
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["field"] = Text("The path of the field, such as `connections[0].templateId`."),
                        ["message"] = Text("The rule that it breaks."),
                    },
                },
            },
            ["details"] = Text("The metadata as one text."),
            ["metadata"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "Facts that a program can act on, by name.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String },
            },
            ["traceId"] = TraceIdHeader.Schema,
        },
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    private static JsonObject Example(ErrorReason reason, string meaning) => new()
    {
        ["code"] = ErrorReasons.NameOf(reason),
        ["message"] = meaning.FirstSentence(),
        ["fields"] = reason == ErrorReason.InvalidArgument
            ? new JsonArray(new JsonObject { ["field"] = "name", ["message"] = "is required" })
            : new JsonArray(),
        ["details"] = "",
        ["metadata"] = new JsonObject(),
        ["traceId"] = TraceIdHeader.Example,
    };

    [GeneratedRegex("[A-Z][A-Z_]{4,}")]
    private static partial Regex CapitalWord { get; }

    [GeneratedRegex(@"\bas (?<call>[A-Z][A-Za-z]+)")]
    private static partial Regex AsOther { get; }
}
