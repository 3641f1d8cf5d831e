using System.Runtime.InteropServices;
using System.Text.Json;

namespace Activations.JsonSchema.Compilation;

/// <summary>Reads names and texts of a schema, also those that hold lone surrogates, which strings of JSON may.</summary>
internal static class SchemaObject
{
    public static string Name(JsonProperty member) =>
        JsonText.FromEscapedUtf8(JsonMarshal.GetRawUtf8PropertyName(member)).ToString();

    public static string? Text(JsonElement element) =>
        element.ValueKind == JsonValueKind.String
        ? JsonText.FromEscapedUtf8(JsonMarshal.GetRawUtf8Value(element)[1..^1]).ToString()
        : null;

    public static Dictionary<string, JsonElement> Members(JsonElement element)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
            members[Name(member)] = member.Value;

        return members;
    }
}
