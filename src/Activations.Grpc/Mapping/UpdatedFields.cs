using System.Text.Json;
using Activations.Grpc.Errors;
using Activations.Grpc.Rest;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Activations.Grpc.Mapping;

/// <summary>
/// Which fields an update changes (AIP-134): those that <c>update_mask</c> names; without it, over REST those that are in
/// the body, and over gRPC those that are set.
/// </summary>
internal sealed class UpdatedFields
{
    private const string AllFields = "*";

    private readonly List<string>? paths;

    private UpdatedFields(List<string>? paths) => this.paths = paths;

    /// <summary>Finds out.</summary>
    /// <param name="request">The request.</param>
    /// <param name="mask">Its mask, if there is one.</param>
    /// <param name="context">The call.</param>
    /// <param name="reader">Where violations are collected.</param>
    /// <param name="known">The paths that can be changed, as in the protos.</param>
    public static UpdatedFields Of(
        IMessage request, FieldMask? mask, HttpContext context, RequestReader reader, params ReadOnlySpan<string> known)
    {
        if (mask is null || mask.Paths.Count == 0)
        {
            return RestErrors.IsRest(context) && JsonBody.Of(context) is { } body
                ? new UpdatedFields(InBody(body, request.Descriptor))
                : new UpdatedFields(null);
        }

        foreach (var path in mask.Paths)
        {
            if (path != AllFields && !known.Contains(path))
                reader.Violations.Add("updateMask", $"'{path}' is not a field that can be changed");
        }

        return new UpdatedFields([.. mask.Paths]);
    }

    /// <summary>Whether a field is to be changed.</summary>
    /// <param name="path">The field's path, as in the protos.</param>
    /// <param name="isSet">Whether it is set in the request.</param>
    public bool Has(string path, bool isSet) => paths is null
        ? isSet
        : paths.Exists(p => p == AllFields || p == path || path.StartsWith($"{p}.", StringComparison.Ordinal));

    /// <summary>The members of the body; those of a message in it, and not the message itself.</summary>
    private static List<string> InBody(ReadOnlyMemory<byte> body, MessageDescriptor message)
    {
        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = JsonBody.MaxDepth });
        return
        [
            .. Members(document.RootElement, message).SelectMany(m => IsOurs(m.Field)
                ? Members(m.Value, m.Field.MessageType).Select(inner => $"{m.Field.Name}.{inner.Field.Name}")
                : [m.Field.Name]),
        ];
    }

    private static IEnumerable<(FieldDescriptor Field, JsonElement Value)> Members(JsonElement value, MessageDescriptor message) =>
        value.EnumerateObject()
            .Where(member => member.Value.ValueKind != JsonValueKind.Null)
            .Select(member => (message.Fields.InDeclarationOrder().FirstOrDefault(
                f => f.JsonName == member.Name || f.Name == member.Name)!, member.Value))
            .Where(m => m.Item1 is not null);

    private static bool IsOurs(FieldDescriptor field) =>
        field is { FieldType: FieldType.Message, IsRepeated: false }
        && !field.MessageType.FullName.StartsWith("google.protobuf.", StringComparison.Ordinal);
}
