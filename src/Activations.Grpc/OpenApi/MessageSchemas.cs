using System.Text.Json.Nodes;
using Google.Api;
using Google.Protobuf.Reflection;
using Microsoft.OpenApi;

namespace Activations.Grpc.OpenApi;

/// <summary>
/// The messages of the protos as JSON Schema, as transcoding reads and writes them: camelCase; in an answer every field is
/// there, but for those that say so.
/// </summary>
internal sealed class MessageSchemas
{
    private readonly OpenApiDocument document;
    private readonly HashSet<string> answered = [];

    /// <summary>Schemas for a document, which gets those that are used.</summary>
    public MessageSchemas(OpenApiDocument document, IEnumerable<MethodDescriptor> calls)
    {
        this.document = document;
        foreach (var call in calls)
            NoteAnswered(call.OutputType);
    }

    /// <summary>A message that the service answers.</summary>
    public IOpenApiSchema OfAnswer(MessageDescriptor message) => OfMessage(message, isAnswer: true);

    /// <summary>A request, without what stands in its address.</summary>
    public OpenApiSchemaReference OfBody(MessageDescriptor request, IReadOnlySet<string> inAddress) =>
        Reference(request.Name, () => Create(request, isAnswer: false, inAddress));

    /// <summary>A field's values.</summary>
    public IOpenApiSchema OfField(FieldDescriptor field, bool isAnswer)
    {
        var comment = field.Comment();
        var value = OfValue(field, isAnswer);
        if (value is OpenApiSchema { Type: not JsonSchemaType.Array } own)
            FieldRules.Apply(own, comment, isAnswer);
        if (field.IsRepeated)
        {
            var list = new OpenApiSchema { Type = JsonSchemaType.Array, Items = value };
            FieldRules.ApplyToList(list, comment);
            value = list;
        }
        else if (value is OpenApiSchema { Type: JsonSchemaType.Array, Items: OpenApiSchema items })
        {
            NoteItems(items, comment, isAnswer);
        }

        value.Description = comment;
        return value;
    }

    /// <summary>JSON of whatever kind, in an object.</summary>
    public static OpenApiSchema AnyObject() => new() { Type = JsonSchemaType.Object, AdditionalProperties = new OpenApiSchema() };

    /// <summary>A list without a type of its own whose comment says which texts it holds.</summary>
    private static void NoteItems(OpenApiSchema items, string comment, bool isAnswer)
    {
        var text = new OpenApiSchema { Type = JsonSchemaType.String };
        FieldRules.Apply(text, comment, isAnswer);
        if (text.Enum is { Count: > 0 } values)
            (items.Type, items.Enum) = (JsonSchemaType.String, values);
    }

    private IOpenApiSchema OfValue(FieldDescriptor field, bool isAnswer) => field.FieldType switch
    {
        FieldType.String => new OpenApiSchema { Type = JsonSchemaType.String },
        FieldType.Bool => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        FieldType.Int32 => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
        FieldType.Enum => new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Enum = [.. field.EnumType.Values.Select(JsonNode (value) => JsonValue.Create(value.Name)!)],
        },
        FieldType.Message => OfMessage(field.MessageType, isAnswer),
        _ => throw new NotSupportedException($"{field.FullName} is of a type that no schema is known for."),
    };

    private IOpenApiSchema OfMessage(MessageDescriptor message, bool isAnswer) => message.FullName switch
    {
        "google.protobuf.Struct" => AnyObject(),
        "google.protobuf.ListValue" => new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema() },
        "google.protobuf.Timestamp" => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
        "google.protobuf.FieldMask" => new OpenApiSchema { Type = JsonSchemaType.String },
        _ => Reference(
            !isAnswer && answered.Contains(message.FullName) ? $"{message.Name}Input" : message.Name,
            () => Create(message, isAnswer, new HashSet<string>())),
    };

    private OpenApiSchemaReference Reference(string name, Func<OpenApiSchema> create)
    {
        var schemas = document.Components!.Schemas!;
        if (!schemas.ContainsKey(name))
        {
            schemas[name] = new OpenApiSchema(); // holds the place of a message that holds itself
            schemas[name] = create();
        }

        return new OpenApiSchemaReference(name, document);
    }

    private OpenApiSchema Create(MessageDescriptor message, bool isAnswer, IReadOnlySet<string> leftOut)
    {
        var fields = message.Fields.InDeclarationOrder().Where(field => !leftOut.Contains(field.Name)).ToList();
        var required = fields.Where(isAnswer ? IsAlwaysAnswered : IsRequired).Select(field => field.JsonName).ToHashSet();
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = message.Comment(),
            Required = required.Count == 0 ? null : required,
            Properties = fields.ToDictionary(field => field.JsonName, field => OfMember(field, isAnswer)),
        };
    }

    /// <summary>A member of a body has no default: generators of clients take one to mean that the member is always there.</summary>
    private IOpenApiSchema OfMember(FieldDescriptor field, bool isAnswer)
    {
        var schema = OfField(field, isAnswer);
        if (schema is OpenApiSchema { Default: not null } own)
            own.Default = null;
        return schema;
    }

    private static bool IsRequired(FieldDescriptor field) =>
        field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(FieldBehavior.Required) == true;

    /// <summary>Transcoding writes every field that has no presence. Messages are set, where no comment says otherwise.</summary>
    private static bool IsAlwaysAnswered(FieldDescriptor field)
    {
        if (!field.HasPresence)
            return true;
        return field.FieldType == FieldType.Message
            && !MayBeAbsent(field.Comment())
            && !MayBeAbsent(field.ContainingType.Comment());
    }

    private static bool MayBeAbsent(string comment) =>
        comment.Contains("not there", StringComparison.Ordinal) || comment.Contains("not printed", StringComparison.Ordinal);

    private void NoteAnswered(MessageDescriptor message)
    {
        if (!answered.Add(message.FullName))
            return;
        foreach (var field in message.Fields.InDeclarationOrder().Where(field => field.FieldType == FieldType.Message))
            NoteAnswered(field.MessageType);
    }
}
