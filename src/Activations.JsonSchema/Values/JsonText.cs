using Activations.JsonSchema.Values;

namespace Activations.JsonSchema;

/// <summary>
/// The text of a JSON string or of a property name (RFC 8259 §7), in whichever form the host has it: UTF-16, UTF-8, or UTF-8 with JSON
/// escapes.
/// </summary>
public readonly ref struct JsonText
{
    private readonly ReadOnlySpan<char> utf16;
    private readonly ReadOnlySpan<byte> utf8;
    private readonly Form form;

    private JsonText(ReadOnlySpan<char> utf16)
    {
        this.utf16 = utf16;
        form = Form.Utf16;
    }

    private JsonText(ReadOnlySpan<byte> utf8, Form form)
    {
        this.utf8 = utf8;
        this.form = form;
    }

    private enum Form
    {
        Utf16,
        Utf8,
        EscapedUtf8,
    }

    /// <summary>Text held as UTF-16. A lone surrogate stays as it is and counts as one character.</summary>
    public static JsonText FromUtf16(ReadOnlySpan<char> text) => new(text);

    /// <summary>Text held as UTF-8, without escapes.</summary>
    public static JsonText FromUtf8(ReadOnlySpan<byte> text) => new(text, Form.Utf8);

    /// <summary>Text held as it stands between the quotes of a JSON document, escapes and all.</summary>
    public static JsonText FromEscapedUtf8(ReadOnlySpan<byte> text) => new(text, Form.EscapedUtf8);

    /// <summary>Enough room for <see cref="CopyUtf8To"/>, in bytes.</summary>
    internal int MaxUtf8Length => form == Form.Utf16 ? utf16.Length * 3 : utf8.Length;

    /// <summary>The text as a string.</summary>
    public override string ToString()
    {
        if (form == Form.Utf16)
            return utf16.ToString();
        if (form == Form.Utf8)
            return CodePoints.ToString(utf8);

        var buffer = new byte[MaxUtf8Length];
        return CodePoints.ToString(buffer.AsSpan(0, CopyUtf8To(buffer)));
    }

    /// <summary>Writes UTF-8; a lone surrogate becomes the three bytes of its code point, so that different texts stay different.</summary>
    internal int CopyUtf8To(Span<byte> destination)
    {
        if (form == Form.Utf16)
            return CodePoints.ToUtf8(utf16, destination);
        if (form == Form.EscapedUtf8)
            return EscapedText.ToUtf8(utf8, destination);

        utf8.CopyTo(destination);
        return utf8.Length;
    }
}
