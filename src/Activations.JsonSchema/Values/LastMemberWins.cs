using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Activations.JsonSchema.Values;

/// <summary>
/// Rewrites a document in which an object repeats a name so that only the last member of that name is left, which is the meaning this
/// library gives to such documents (RFC 8259 §4 leaves it open).
/// </summary>
internal static class LastMemberWins
{
    public static JsonElement Rewrite(JsonElement element, int maxDepth)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(element, output);
        using var document = JsonDocument.Parse(output.WrittenMemory, new JsonDocumentOptions { MaxDepth = maxDepth + 1 });
        return document.RootElement.Clone();
    }

    private static void Write(JsonElement element, ArrayBufferWriter<byte> output)
    {
        if (element.ValueKind == JsonValueKind.Array)
            WriteArray(element, output);
        else if (element.ValueKind == JsonValueKind.Object)
            WriteObject(element, output);
        else
            output.Write(JsonMarshal.GetRawUtf8Value(element));
    }

    private static void WriteArray(JsonElement element, ArrayBufferWriter<byte> output)
    {
        var separator = "["u8;
        foreach (var item in element.EnumerateArray())
        {
            output.Write(separator);
            Write(item, output);
            separator = ","u8;
        }

        output.Write(separator.SequenceEqual("["u8) ? "[]"u8 : "]"u8);
    }

    private static void WriteObject(JsonElement element, ArrayBufferWriter<byte> output)
    {
        var last = new Dictionary<string, JsonProperty>();
        foreach (var member in element.EnumerateObject())
            last[JsonText.FromEscapedUtf8(JsonMarshal.GetRawUtf8PropertyName(member)).ToString()] = member;

        var separator = "{\""u8;
        foreach (var member in last.Values)
        {
            output.Write(separator);
            output.Write(JsonMarshal.GetRawUtf8PropertyName(member));
            output.Write("\":"u8);
            Write(member.Value, output);
            separator = ",\""u8;
        }

        output.Write(last.Count == 0 ? "{}"u8 : "}"u8);
    }
}
