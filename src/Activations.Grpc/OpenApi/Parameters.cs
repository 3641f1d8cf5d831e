using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf.Reflection;
using Microsoft.OpenApi;

namespace Activations.Grpc.OpenApi;

/// <summary>What a call takes in its address and in headers.</summary>
internal sealed partial class Parameters(MessageSchemas schemas, Examples examples)
{
    private const string AlsoInQuery = "in the query";

    /// <summary>The names of the parameters in a path.</summary>
    public static HashSet<string> NamesIn(string path) => [.. PathParameter.Matches(path).Select(match => match.Groups["name"].Value)];

    /// <summary>The headers that callers may send instead of a field, by the comments of the fields.</summary>
    public static IEnumerable<(string Name, FieldDescriptor Field)> HeadersOf(MethodDescriptor call) =>
        from field in call.InputType.Fields.InDeclarationOrder()
        let header = HeaderInstead.Match(field.Comment())
        where header.Success
        select (header.Groups["name"].Value, field);

    /// <summary>All of them, in the order of the fields.</summary>
    public List<IOpenApiParameter> Of(MethodDescriptor call, HttpRule rule, string path)
    {
        var inPath = NamesIn(path);
        var parameters = new List<IOpenApiParameter>();
        foreach (var field in call.InputType.Fields.InDeclarationOrder())
        {
            if (inPath.Contains(field.Name))
                parameters.Add(Create(call, field, ParameterLocation.Path));
            else if (IsInQuery(field, rule))
                parameters.Add(Create(call, field, ParameterLocation.Query));
        }

        parameters.AddRange(HeadersOf(call).Select(header => new OpenApiParameter
        {
            Name = header.Name,
            In = ParameterLocation.Header,
            Description = $"The same as `{header.Field.JsonName}`. {header.Field.Comment()}",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        }));
        return parameters;
    }

    /// <summary>What is neither in the path nor in the body is in the query; of a body that is the whole request, what says so.</summary>
    private static bool IsInQuery(FieldDescriptor field, HttpRule rule) => rule.Body == "*"
        ? field.Comment().Contains(AlsoInQuery, StringComparison.Ordinal)
        : field.Name != rule.Body;

    private OpenApiParameter Create(MethodDescriptor call, FieldDescriptor field, ParameterLocation place)
    {
        var schema = schemas.OfField(field, isAnswer: false);
        schema.Description = null; // the parameter has it
        if (place == ParameterLocation.Path && schema is OpenApiSchema { Type: JsonSchemaType.String, Pattern: null } text)
            text.MinLength = 1;
        return new OpenApiParameter
        {
            Name = field.Name,
            In = place,
            Required = place == ParameterLocation.Path,
            Description = field.Comment(),
            Schema = schema,
            Example = examples.ParameterOf(call.Name, field.Name, isRequired: place == ParameterLocation.Path),
        };
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}")]
    private static partial Regex PathParameter { get; }

    [GeneratedRegex("REST callers may send (the header )?`(?<name>[A-Za-z-]+)` instead")]
    private static partial Regex HeaderInstead { get; }
}
