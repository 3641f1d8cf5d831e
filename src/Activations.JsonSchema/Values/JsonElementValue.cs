using System.Runtime.InteropServices;
using System.Text.Json;

namespace Activations.JsonSchema.Values;

/// <summary>Reads a <see cref="JsonElement"/> in place, from the document's own UTF-8.</summary>
internal readonly struct JsonElementValue(JsonElement element) : IJsonValue<JsonElementValue>
{
    public JsonValueKind Kind => element.ValueKind;

    public int Count => element.ValueKind == JsonValueKind.Object ? element.GetPropertyCount() : element.GetArrayLength();

    public JsonText GetText() => JsonText.FromEscapedUtf8(JsonMarshal.GetRawUtf8Value(element)[1..^1]);

    public JsonNumber GetNumber() => JsonNumber.FromUtf8(JsonMarshal.GetRawUtf8Value(element));

    public bool TryGetMember(JsonPropertyName name, out JsonElementValue value)
    {
        var found = element.TryGetProperty(name.Utf8, out var member);
        value = new JsonElementValue(member);
        return found;
    }

    public void VisitItems<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IJsonItemVisitor<JsonElementValue>, allows ref struct
    {
        foreach (var item in element.EnumerateArray())
        {
            if (!visitor.Visit(new JsonElementValue(item)))
                return;
        }
    }

    public void VisitMembers<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IJsonMemberVisitor<JsonElementValue>, allows ref struct
    {
        foreach (var member in element.EnumerateObject())
        {
            var name = JsonText.FromEscapedUtf8(JsonMarshal.GetRawUtf8PropertyName(member));
            if (!visitor.Visit(name, new JsonElementValue(member.Value)))
                return;
        }
    }
}
