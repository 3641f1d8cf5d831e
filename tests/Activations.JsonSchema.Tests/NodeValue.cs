using System.Text.Json;

namespace Activations.JsonSchema.Tests;

/// <summary>A host's own representation: here UTF-16 text, doubles where they are exact, and dictionaries, last member first served.</summary>
internal readonly struct NodeValue(JsonElement element) : IJsonValue<NodeValue>
{
    public JsonValueKind Kind => element.ValueKind;

    public JsonText GetText() => JsonText.FromUtf16(JsonText.FromEscapedUtf8(System.Text.Encoding.UTF8.GetBytes(element.GetRawText()).AsSpan()[1..^1]).ToString());

    public JsonNumber GetNumber() => element.TryGetInt64(out var integer)
        ? JsonNumber.FromInt64(integer)
        : JsonNumber.FromUtf8(System.Text.Encoding.UTF8.GetBytes(element.GetRawText()));

    public void VisitItems<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IJsonItemVisitor<NodeValue>, allows ref struct
    {
        foreach (var item in element.EnumerateArray())
        {
            if (!visitor.Visit(new NodeValue(item)))
                return;
        }
    }

    public void VisitMembers<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IJsonMemberVisitor<NodeValue>, allows ref struct
    {
        foreach (var (name, value) in Members())
        {
            if (!visitor.Visit(JsonText.FromUtf16(name), new NodeValue(value)))
                return;
        }
    }

    private Dictionary<string, JsonElement> Members()
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
            members[JsonText.FromEscapedUtf8(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8PropertyName(member)).ToString()] = member.Value;

        return members;
    }
}
