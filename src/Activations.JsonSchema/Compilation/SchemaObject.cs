using System.Runtime.InteropServices;
using System.Text.Json;
using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Compilation;

/// <summary>Reads names and texts of a schema, also those that hold lone surrogates, which strings of JSON may.</summary>
internal static class SchemaObject
{
    public static string Name(JsonProperty member) =>
        JsonText.FromEscapedUtf8(JsonMarshal.GetRawUtf8PropertyName(member)).ToString();

    public static string? Text(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? new JsonElementValue(element).GetText().ToString() : null;

    public static Dictionary<string, JsonElement> Members(JsonElement element)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
            members[Name(member)] = member.Value;

        return members;
    }
}
