namespace Activations.JsonSchema.Formats;

/// <summary>Host names of RFC 1123 §2.1 (validation §7.3.3), whose A-labels have to be ones (RFC 5890 §2.3.2.1).</summary>
internal static class HostnameFormat
{
    private const int MaxName = 253;
    private const int MaxLabel = 63;

    public static bool IsHostname(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxName)
            return false;

        foreach (var part in text.Split('.'))
        {
            var label = text[part];
            if (!IsLabel(label) || !IsFineWhenEncoded(label))
                return false;
        }

        return true;
    }

    /// <summary>Letters, digits and hyphens, with no hyphen at either end.</summary>
    public static bool IsLabel(ReadOnlySpan<char> label)
    {
        if (label.Length is 0 or > MaxLabel || label[0] == '-' || label[^1] == '-')
            return false;

        foreach (var c in label)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-')
                return false;
        }

        return true;
    }

    private static bool IsFineWhenEncoded(ReadOnlySpan<char> label) =>
        !label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase)
        || (Punycode.Decode(label[4..]) is { } codePoints && UnicodeLabel.IsValid(codePoints));
}
