using System.Globalization;
using System.Text.Json;
using Activations.Errors;
using Activations.Grpc.Rest;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;

namespace Activations.Grpc.Errors;

/// <summary>
/// Finds out why a REST request could not be turned into its message. The transcoder does not say, so the body and the
/// query are compared with the message's descriptor.
/// </summary>
internal static class BindingFailure
{
    /// <summary>The violation, if the request was refused before its handler was called.</summary>
    public static Failure? Find(HttpContext context)
    {
        if (context.Response.StatusCode != StatusCodes.Status400BadRequest
            || context.GetEndpoint()?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>() is not { } call)
        {
            return null;
        }

        var input = call.MethodDescriptor.InputType;
        return FindInQuery(context.Request.Query, input)
            ?? (JsonBody.Of(context) is { } body ? FindInBody(body, call.HttpRule.Body, input) : null);
    }

    private static Failure? FindInQuery(IQueryCollection query, MessageDescriptor input)
    {
        foreach (var (name, values) in query)
        {
            var field = input.Fields.InDeclarationOrder().FirstOrDefault(f => f.JsonName == name || f.Name == name);
            if (field is { IsRepeated: false } && values.Count > 1)
                return Failure.OfField(field.JsonName, "is given more than once");
            if (field?.FieldType == FieldType.Int32
                && !int.TryParse(values[^1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            {
                return Failure.OfField(field.JsonName, "must be a whole number");
            }

            if (field?.FieldType == FieldType.Bool && !bool.TryParse(values[^1], out _))
                return Failure.OfField(field.JsonName, "must be true or false");
        }

        return null;
    }

    private static Failure? FindInBody(ReadOnlyMemory<byte> body, string selector, MessageDescriptor input)
    {
        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = JsonBody.MaxDepth });
        var problem = selector == "*"
            ? Check(document.RootElement, input, "")
            : Check(document.RootElement, input.FindFieldByName(selector), selector);
        return problem is null ? null : Failure.OfField(problem.Field, problem.Message);
    }

    private static Violation? Check(JsonElement value, MessageDescriptor message, string path)
    {
        if (message.FullName.StartsWith("google.protobuf.", StringComparison.Ordinal))
            return CheckWellKnown(value, message, path);
        if (value.ValueKind != JsonValueKind.Object)
            return new Violation(path, "must be an object");

        return value.EnumerateObject()
            .Select(member => (member, field: message.Fields.InDeclarationOrder().FirstOrDefault(
                f => f.JsonName == member.Name || f.Name == member.Name)))
            .Where(m => m.field is not null && m.member.Value.ValueKind != JsonValueKind.Null)
            .Select(m => Check(m.member.Value, m.field!, path.Length == 0 ? m.field!.JsonName : $"{path}.{m.field!.JsonName}"))
            .FirstOrDefault(problem => problem is not null);
    }

    private static Violation? Check(JsonElement value, FieldDescriptor field, string path)
    {
        if (!field.IsRepeated)
            return CheckSingle(value, field, path);
        if (value.ValueKind != JsonValueKind.Array)
            return new Violation(path, "must be a list");

        return value.EnumerateArray()
            .Select((item, index) => CheckSingle(item, field, $"{path}[{index}]"))
            .FirstOrDefault(problem => problem is not null);
    }

    private static Violation? CheckSingle(JsonElement value, FieldDescriptor field, string path) => field.FieldType switch
    {
        FieldType.Message => Check(value, field.MessageType, path),
        FieldType.String when value.ValueKind != JsonValueKind.String => new Violation(path, "must be a string"),
        FieldType.Bool when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False) =>
            new Violation(path, "must be true or false"),
        FieldType.Int32 when value.ValueKind != JsonValueKind.Number => new Violation(path, "must be a whole number"),
        _ => null,
    };

    private static Violation? CheckWellKnown(JsonElement value, MessageDescriptor message, string path) =>
        (message.Name, value.ValueKind) switch
        {
            ("Struct", not JsonValueKind.Object) => new Violation(path, "must be an object"),
            ("Timestamp", _) when value.ValueKind != JsonValueKind.String || !IsTime(value.GetString()!) =>
                new Violation(path, "must be a time such as 2030-01-31T12:00:00Z (RFC 3339)"),
            ("ListValue", not JsonValueKind.Array) => new Violation(path, "must be a list"),
            ("FieldMask", _) when value.ValueKind != JsonValueKind.String || value.GetString()!.Contains('_', StringComparison.Ordinal) =>
                new Violation(path, "must be names of fields in camel case, separated by commas"),
            _ => null,
        };

    private static bool IsTime(string text) => DateTimeOffset.TryParseExact(
        text, ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
