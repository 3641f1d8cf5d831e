namespace Activations.JsonSchema.Formats;

/// <summary>UUIDs (RFC 4122 §3; validation §7.3.5) and JSON Pointers (RFC 6901 §3; validation §7.3.7).</summary>
internal static class IdentifierFormats
{
    public static bool IsUuid(ReadOnlySpan<char> text)
    {
        if (text.Length != 36)
            return false;

        for (var i = 0; i < text.Length; i++)
        {
            var fits = i is 8 or 13 or 18 or 23 ? text[i] == '-' : char.IsAsciiHexDigit(text[i]);
            if (!fits)
                return false;
        }

        return true;
    }

    public static bool IsJsonPointer(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return true;
        if (text[0] != '/')
            return false;

        for (var tilde = text.IndexOf('~'); tilde >= 0; tilde = text.IndexOf('~'))
        {
            text = text[(tilde + 1)..];
            if (text is not ['0' or '1', ..])
                return false;
        }

        return true;
    }
}
