using System.Text.Json;
using System.Text.Json.Nodes;

namespace Activations.Json;

/// <summary>
/// Data that is printed without its values, as empty texts and lists. What was printed can be sent back: a member that is
/// absent or empty keeps its stored value.
/// </summary>
public static class WriteOnlyData
{
    /// <summary>The stored data with what was sent of it.</summary>
    /// <param name="stored">The stored data.</param>
    /// <param name="sent">What was sent.</param>
    public static JsonText Merge(JsonText stored, JsonText sent)
    {
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(sent);
        var merged = JsonObject.Create(stored.Root)!;
        foreach (var member in sent.Root.EnumerateObject().Where(m => !IsEmpty(m.Value) || !merged.ContainsKey(m.Name)))
            merged[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        return JsonText.FromTrustedText(merged.ToJsonString());
    }

    /// <summary>Whether a value stands for the one that is stored: absent, null, <c>""</c> or <c>[]</c>.</summary>
    /// <param name="value">The value.</param>
    public static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => true,
        JsonValueKind.String => value.ValueEquals(""),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false,
    };
}
