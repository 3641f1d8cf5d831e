using System.Text.Json;

namespace Activations.JsonSchema.Values;

/// <summary>A value that stands in a schema, laid out once.</summary>
internal sealed class TapeConstant
{
    private readonly TapeEntry[] entries;
    private readonly byte[] source;
    private readonly byte[] copies;

    public TapeConstant(JsonElement element)
    {
        var builder = new TapeBuilder(int.MaxValue);
        JsonTextReader.TryRead(element, ref builder, out var text);
        source = text.ToArray();
        entries = builder.Entries.ToArray();
        copies = builder.Copies.ToArray();
        builder.Dispose();
    }

    public JsonTape Tape => new(entries, source, copies);
}
