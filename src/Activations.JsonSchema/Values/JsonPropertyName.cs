namespace Activations.JsonSchema;

/// <summary>A property name that a schema looks for, ready in both encodings.</summary>
public sealed class JsonPropertyName
{
    private readonly byte[] utf8;

    internal JsonPropertyName(string text)
    {
        Text = text;
        utf8 = new byte[text.Length * 3];
        utf8 = utf8[..Values.CodePoints.ToUtf8(text, utf8)];
        Hash = Values.ByteHash.Compute(utf8);
    }

    /// <summary>The name as UTF-16.</summary>
    public string Text { get; }

    /// <summary>The name as UTF-8, without escapes.</summary>
    public ReadOnlySpan<byte> Utf8 => utf8;

    internal ulong Hash { get; }
}
