using Activations.JsonSchema.Values;

namespace Activations.JsonSchema.Formats;

/// <summary>URIs and relative references by the grammar of RFC 3986 appendix A (validation §7.3.5).</summary>
internal static class UriFormats
{
    private const string SubDelimiters = "!$&'()*+,;=";

    public static bool IsUri(ReadOnlySpan<char> text)
    {
        var colon = SchemeLength(text);
        return colon > 0 && IsHierarchy(text[(colon + 1)..], mayHoldColonFirst: true);
    }

    public static bool IsUriReference(ReadOnlySpan<char> text) => IsUri(text) || IsHierarchy(text, mayHoldColonFirst: false);

    private static int SchemeLength(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        if (colon < 1 || !char.IsAsciiLetter(text[0]))
            return -1;

        foreach (var c in text[..colon])
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.'))
                return -1;
        }

        return colon;
    }

    private static bool IsHierarchy(ReadOnlySpan<char> text, bool mayHoldColonFirst)
    {
        var hash = text.IndexOf('#');
        if (hash >= 0 && !IsMadeOf(text[(hash + 1)..], ":@/?"))
            return false;

        text = hash >= 0 ? text[..hash] : text;
        var question = text.IndexOf('?');
        if (question >= 0 && !IsMadeOf(text[(question + 1)..], ":@/?"))
            return false;

        text = question >= 0 ? text[..question] : text;
        if (!text.StartsWith("//"))
            return IsMadeOf(text, ":@/") && (mayHoldColonFirst || !FirstSegment(text).Contains(':'));

        text = text[2..];
        var path = text.IndexOf('/');
        return IsAuthority(path < 0 ? text : text[..path]) && (path < 0 || IsMadeOf(text[path..], ":@/"));
    }

    private static ReadOnlySpan<char> FirstSegment(ReadOnlySpan<char> path)
    {
        var slash = path.IndexOf('/');
        return slash < 0 ? path : path[..slash];
    }

    private static bool IsAuthority(ReadOnlySpan<char> text)
    {
        var at = text.IndexOf('@');
        if (at >= 0 && !IsMadeOf(text[..at], ":"))
            return false;

        text = text[(at + 1)..];
        var isLiteral = text is ['[', ..];
        var portFrom = isLiteral ? text.IndexOf(']') + 1 : IndexOrEnd(text, ':');
        if (isLiteral && portFrom == 0)
            return false;

        var host = text[..portFrom];
        var port = text[portFrom..];
        return (isLiteral ? IsLiteral(host[1..^1]) : IsMadeOf(host, ""))
            && (port.IsEmpty || (port[0] == ':' && !port[1..].ContainsAnyExceptInRange('0', '9')));
    }

    private static int IndexOrEnd(ReadOnlySpan<char> text, char c)
    {
        var index = text.IndexOf(c);
        return index < 0 ? text.Length : index;
    }

    private static bool IsLiteral(ReadOnlySpan<char> text)
    {
        if (text is not ['v' or 'V', ..])
            return AddressFormats.IsIPv6(text);

        var dot = text.IndexOf('.');
        if (dot < 2 || dot == text.Length - 1 || !HexDigits.AreAllOf(text[1..dot]))
            return false;

        return !text.Contains('%') && IsMadeOf(text[(dot + 1)..], ":");
    }

    /// <summary>Unreserved characters, percent-encoded octets, sub-delimiters, and some more.</summary>
    private static bool IsMadeOf(ReadOnlySpan<char> text, string more)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '%')
            {
                if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                    return false;

                i += 2;
                continue;
            }

            if (!char.IsAsciiLetterOrDigit(c)
                && c is not ('-' or '.' or '_' or '~')
                && !SubDelimiters.Contains(c, StringComparison.Ordinal)
                && !more.Contains(c, StringComparison.Ordinal))
                return false;
        }

        return true;
    }
}
