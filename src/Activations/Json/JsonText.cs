using System.Text;
using System.Text.Json;

namespace Activations.Json;

/// <summary>
/// A JSON object (RFC 8259) as UTF-8 text: how variables, schemas and credentials travel between the edge and the
/// stores. At most <see cref="MaxDepth"/> levels deep. Immutable.
/// </summary>
public sealed class JsonText : IEquatable<JsonText>
{
    /// <summary>How deep objects and arrays may be nested; the object itself is the first level.</summary>
    public const int MaxDepth = 30;

    private readonly byte[] utf8;
    private readonly Lazy<JsonElement> root;

    private JsonText(byte[] utf8)
    {
        this.utf8 = utf8;
        root = new Lazy<JsonElement>(() => ParseRoot(utf8));
    }

    /// <summary>The empty object, <c>{}</c>.</summary>
    public static JsonText EmptyObject { get; } = new([(byte)'{', (byte)'}']);

    /// <summary>The text in UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8 => utf8;

    /// <summary>The length of the text in bytes.</summary>
    public int ByteCount => utf8.Length;

    /// <summary>The object; parsed when it is first asked for.</summary>
    public JsonElement Root => root.Value;

    /// <summary>Takes text that is known to be a JSON object, such as one that a writer made or a store kept.</summary>
    /// <param name="utf8">The text; it is not copied and must not be changed afterwards.</param>
    public static JsonText FromTrustedUtf8(byte[] utf8)
    {
        ArgumentNullException.ThrowIfNull(utf8);
        return utf8 is [(byte)'{', (byte)'}'] ? EmptyObject : new JsonText(utf8);
    }

    /// <summary>Takes text that is known to be a JSON object.</summary>
    /// <param name="text">The text.</param>
    public static JsonText FromTrustedText(string text) => FromTrustedUtf8(Encoding.UTF8.GetBytes(text));

    /// <inheritdoc />
    public bool Equals(JsonText? other) => other is not null && utf8.AsSpan().SequenceEqual(other.utf8);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as JsonText);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(utf8);
        return hash.ToHashCode();
    }

    /// <summary>The text as a string, to store or to hand on; use <see cref="ToString"/> where it may be logged.</summary>
    public string GetText() => Encoding.UTF8.GetString(utf8);

    /// <summary>Only the length: the text may hold secrets.</summary>
    public override string ToString() => $"JSON object of {utf8.Length} bytes";

    private static JsonElement ParseRoot(byte[] utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        return document.RootElement.Clone();
    }
}
