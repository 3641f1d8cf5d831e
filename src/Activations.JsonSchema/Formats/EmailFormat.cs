namespace Activations.JsonSchema.Formats;

/// <summary>The mailboxes of RFC 5321 §4.1.2 (validation §7.3.2), with its limits of §4.5.3.1.</summary>
internal static class EmailFormat
{
    private const int MaxLocalPart = 64;
    private const int MaxDomain = 255;

    public static bool IsEmail(ReadOnlySpan<char> text)
    {
        var at = text is ['"', ..] ? EndOfQuotes(text) : text.IndexOf('@');
        if (at < 1 || at > MaxLocalPart || at >= text.Length || text[at] != '@')
            return false;

        var domain = text[(at + 1)..];
        var localIsFine = text[0] == '"' || IsDotString(text[..at]);
        return localIsFine && domain.Length <= MaxDomain && (IsDomain(domain) || IsAddressLiteral(domain));
    }

    // The offset after the closing quote, or -1.
    private static int EndOfQuotes(ReadOnlySpan<char> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"')
                return i + 1;
            if (text[i] == '\\')
                i++;
            if (i == text.Length || text[i] is < ' ' or > '~')
                return -1;
        }

        return -1;
    }

    private static bool IsDotString(ReadOnlySpan<char> text)
    {
        foreach (var part in text.Split('.'))
        {
            if (!IsAtom(text[part]))
                return false;
        }

        return true;
    }

    private static bool IsAtom(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !"!#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal))
                return false;
        }

        return !text.IsEmpty;
    }

    private static bool IsDomain(ReadOnlySpan<char> text)
    {
        foreach (var part in text.Split('.'))
        {
            if (!HostnameFormat.IsLabel(text[part]))
                return false;
        }

        return true;
    }

    private static bool IsAddressLiteral(ReadOnlySpan<char> text)
    {
        if (text is not ['[', .., ']'])
            return false;

        var address = text[1..^1];
        return address.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase)
            ? AddressFormats.IsIPv6(address[5..])
            : AddressFormats.IsIPv4(address);
    }
}
