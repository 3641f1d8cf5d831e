using System.Buffers;
using System.Text.Json;
using Google.Protobuf.Reflection;

namespace Activations.Grpc.Rest;

/// <summary>
/// Members that are null count as absent (ProtoJSON, "null"), and are left out of a body: the transcoder refuses a list
/// that is null, which is how some languages write an empty one. Free-form JSON keeps its nulls.
/// </summary>
internal static class NullMembers
{
    /// <summary>The body without such members.</summary>
    public static ReadOnlyMemory<byte> LeaveOut(ReadOnlyMemory<byte> body, MessageDescriptor message)
    {
        if (body.Span.IndexOf("null"u8) < 0)
            return body;
        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = JsonBody.MaxDepth });
        var buffer = new ArrayBufferWriter<byte>(body.Length);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
            Write(json, document.RootElement, message);
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, JsonElement value, MessageDescriptor? message)
    {
        var isFree = message?.FullName.StartsWith("google.protobuf.", StringComparison.Ordinal) ?? true;
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when !isFree:
                WriteMembers(json, value, message!);
                break;
            case JsonValueKind.Array when !isFree:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(json, item, message);
                json.WriteEndArray();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static void WriteMembers(Utf8JsonWriter json, JsonElement value, MessageDescriptor message)
    {
        json.WriteStartObject();
        foreach (var member in value.EnumerateObject().Where(m => m.Value.ValueKind != JsonValueKind.Null))
        {
            var field = message.Fields.InDeclarationOrder().FirstOrDefault(
                f => f.JsonName == member.Name || f.Name == member.Name);
            json.WritePropertyName(member.Name);
            Write(json, member.Value, field?.FieldType == FieldType.Message ? field.MessageType : null);
        }

        json.WriteEndObject();
    }
}
