using System.Buffers;
using System.Text.Json;
using Activations.Errors;
using Activations.Json;
using Google.Protobuf.WellKnownTypes;

namespace Activations.Grpc.Mapping;

/// <summary>JSON values between <c>google.protobuf.Struct</c> and the text that the domain keeps.</summary>
internal static class StructJson
{
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    /// <summary>
    /// The text of a Struct. Numbers that are not finite, members with an empty name and values nested too deeply are
    /// violations: JSON has no such numbers, JSON transcoding prints no such member, and the parsers go no deeper.
    /// </summary>
    public static JsonText ToJson(Struct? value, string path, Violations violations)
    {
        if (value is null || value.Fields.Count == 0)
            return JsonText.EmptyObject;

        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Options))
            new Writer(json, violations).Write(value, path, depth: 1);
        return JsonText.FromTrustedUtf8(buffer.WrittenSpan.ToArray());
    }

    /// <summary>The Struct of a text.</summary>
    public static Struct ToStruct(JsonText json) => ToStruct(json.Root);

    private static Struct ToStruct(JsonElement value)
    {
        var result = new Struct();
        foreach (var member in value.EnumerateObject())
            result.Fields[member.Name] = ToValue(member.Value);
        return result;
    }

    private static Value ToValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Value.ForStruct(ToStruct(value)),
        JsonValueKind.Array => Value.ForList([.. value.EnumerateArray().Select(ToValue)]),
        JsonValueKind.String => Value.ForString(value.GetString()),
        JsonValueKind.Number => Value.ForNumber(value.GetDouble()),
        JsonValueKind.True => Value.ForBool(true),
        JsonValueKind.False => Value.ForBool(false),
        _ => Value.ForNull(),
    };

    private sealed class Writer(Utf8JsonWriter json, Violations violations)
    {
        public void Write(Struct value, string path, int depth)
        {
            json.WriteStartObject();
            if (IsShallow(path, depth))
            {
                foreach (var (name, member) in value.Fields)
                {
                    if (name.Length == 0)
                        violations.Add(path, "has a member without a name, which JSON transcoding can't print");
                    json.WritePropertyName(name);
                    Write(member, FieldPath.Member(path, name), depth);
                }
            }

            json.WriteEndObject();
        }

        private void Write(ListValue value, string path, int depth)
        {
            json.WriteStartArray();
            if (IsShallow(path, depth))
            {
                foreach (var (index, item) in value.Values.Index())
                    Write(item, FieldPath.Item(path, index), depth);
            }

            json.WriteEndArray();
        }

        private void Write(Value value, string path, int depth)
        {
            switch (value.KindCase)
            {
                case Value.KindOneofCase.StructValue:
                    Write(value.StructValue, path, depth + 1);
                    break;
                case Value.KindOneofCase.ListValue:
                    Write(value.ListValue, path, depth + 1);
                    break;
                case Value.KindOneofCase.StringValue:
                    json.WriteStringValue(value.StringValue);
                    break;
                case Value.KindOneofCase.BoolValue:
                    json.WriteBooleanValue(value.BoolValue);
                    break;
                case Value.KindOneofCase.NumberValue when double.IsFinite(value.NumberValue):
                    json.WriteNumberValue(value.NumberValue);
                    break;
                case Value.KindOneofCase.NumberValue:
                    json.WriteNullValue();
                    violations.Add(path, "must be a finite number that fits an IEEE 754 double");
                    break;
                default:
                    json.WriteNullValue();
                    break;
            }
        }

        private bool IsShallow(string path, int depth)
        {
            if (depth <= JsonText.MaxDepth)
                return true;
            violations.Add(path, $"is nested more than {JsonText.MaxDepth} levels deep");
            return false;
        }
    }
}
