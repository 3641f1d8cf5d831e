using System.Text.Json;

namespace Activations.JsonSchema.Values;

/// <summary>A property's name as an instance of its own, for <c>propertyNames</c> (core §10.3.2.4).</summary>
internal readonly struct PropertyNameValue(byte[] buffer, int length) : IJsonValue<PropertyNameValue>
{
    public JsonValueKind Kind => JsonValueKind.String;

    public int Count => 0;

    public JsonText GetText() => JsonText.FromUtf8(buffer.AsSpan(0, length));

    public JsonNumber GetNumber() => default;

    public bool TryGetMember(JsonPropertyName name, out PropertyNameValue value)
    {
        value = default;
        return false;
    }

    public void VisitItems<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IJsonItemVisitor<PropertyNameValue>, allows ref struct
    {
    }

    public void VisitMembers<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IJsonMemberVisitor<PropertyNameValue>, allows ref struct
    {
    }
}
