using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Activations.JsonSchema.Values;

/// <summary>
/// Rewrites a document in which an object repeats a name so that only the last member of that name is left, which is the meaning this
/// library gives to such documents (RFC 8259 §4 leaves it open). Names lose the escapes they do not need, and lone surrogates in them
/// stand as the bytes of their code points, which the platform's own unescaping would stumble over.
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
        output.Write("["u8);
        var isFirst = true;
        foreach (var item in element.EnumerateArray())
        {
            if (!isFirst)
                output.Write(","u8);

            Write(item, output);
            isFirst = false;
        }

        output.Write("]"u8);
    }

    private static void WriteObject(JsonElement element, ArrayBufferWriter<byte> output)
    {
        var last = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
            last[JsonText.FromEscapedUtf8(JsonMarshal.GetRawUtf8PropertyName(member)).ToString()] = member.Value;

        output.Write("{"u8);
        var isFirst = true;
        foreach (var (name, value) in last)
        {
            if (!isFirst)
                output.Write(","u8);

            WriteName(name, output);
            Write(value, output);
            isFirst = false;
        }

        output.Write("}"u8);
    }

    private static void WriteName(string name, ArrayBufferWriter<byte> output)
    {
        var bytes = new JsonPropertyName(name).Utf8;
        output.Write("\""u8);
        foreach (var unit in bytes)
        {
            if (unit is (byte)'"' or (byte)'\\' or < 0x20)
                output.Write([(byte)'\\', (byte)'u', (byte)'0', (byte)'0', Hex(unit >> 4), Hex(unit & 15)]);
            else
                output.Write([unit]);
        }

        output.Write("\":"u8);
    }

    private static byte Hex(int digit) => (byte)"0123456789abcdef"[digit];
}
