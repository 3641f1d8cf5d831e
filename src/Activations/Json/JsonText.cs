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

    private readonly Lazy<JsonElement> root;
    private byte[]? utf8;

    private JsonText(byte[]? utf8, IJsonSource? source)
    {
        this.utf8 = utf8;
        Source = source;
        root = new Lazy<JsonElement>(() => ParseRoot(Bytes));
    }

    /// <summary>The empty object, <c>{}</c>.</summary>
    public static JsonText EmptyObject { get; } = new([(byte)'{', (byte)'}'], source: null);

    /// <summary>The text in UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8 => Bytes;

    /// <summary>The length of the text in bytes.</summary>
    public int ByteCount => utf8?.Length ?? Source!.ByteCount;

    /// <summary>The object; parsed when it is first asked for.</summary>
    public JsonElement Root => root.Value;

    /// <summary>What makes the text when it is first asked for, where it was not given.</summary>
    internal IJsonSource? Source { get; }

    /// <summary>Callers at the same time may each make it: it is the same.</summary>
    private byte[] Bytes => utf8 ??= Source!.ReadUtf8();

    /// <summary>Takes text that is known to be a JSON object, such as one that a writer made or a store kept.</summary>
    /// <param name="utf8">The text; it is not copied and must not be changed afterwards.</param>
    public static JsonText FromTrustedUtf8(byte[] utf8)
    {
        ArgumentNullException.ThrowIfNull(utf8);
        return utf8 is [(byte)'{', (byte)'}'] ? EmptyObject : new JsonText(utf8, source: null);
    }

    /// <summary>Takes text that is known to be a JSON object.</summary>
    /// <param name="text">The text.</param>
    public static JsonText FromTrustedText(string text) => FromTrustedUtf8(Encoding.UTF8.GetBytes(text));

    /// <inheritdoc />
    public bool Equals(JsonText? other) => ReferenceEquals(this, other)
        || (other is not null && Bytes.AsSpan().SequenceEqual(other.Bytes));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as JsonText);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    /// <summary>The text as a string, to store or to hand on; use <see cref="ToString"/> where it may be logged.</summary>
    public string GetText() => Encoding.UTF8.GetString(Bytes);

    /// <summary>Only the length: the text may hold secrets.</summary>
    public override string ToString() => $"JSON object of {ByteCount} bytes";

    /// <summary>Takes text that is made when it is first asked for.</summary>
    /// <param name="source">What makes it.</param>
    internal static JsonText From(IJsonSource source) => new(utf8: null, source);

    private static JsonElement ParseRoot(byte[] utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        return document.RootElement.Clone();
    }
}
