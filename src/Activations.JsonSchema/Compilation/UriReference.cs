namespace Activations.JsonSchema.Compilation;

/// <summary>
/// A URI reference taken apart (RFC 3986 §3) and resolved against a base (§5.2). It works on any base, even one that is itself
/// relative, because a schema without an absolute <c>$id</c> may still hold relative ones.
/// </summary>
internal readonly record struct UriReference(string? Scheme, string? Authority, string Path, string? Query, string? Fragment)
{
    public static UriReference Parse(string text)
    {
        var rest = text;
        var fragment = CutFrom(ref rest, '#');
        var query = CutFrom(ref rest, '?');
        var scheme = CutScheme(ref rest);
        string? authority = null;
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            var path = rest.IndexOf('/', 2);
            authority = path < 0 ? rest[2..] : rest[2..path];
            rest = path < 0 ? "" : rest[path..];
        }

        return new UriReference(scheme, authority, rest, query, fragment);
    }

    /// <summary>RFC 3986 §5.2.2.</summary>
    public static UriReference Resolve(string baseUri, string reference)
    {
        var relative = Parse(reference);
        if (relative.Scheme is not null)
            return relative with { Path = RemoveDotSegments(relative.Path) };

        var origin = Parse(baseUri);
        if (relative.Authority is not null)
            return relative with { Scheme = origin.Scheme, Path = RemoveDotSegments(relative.Path) };
        if (relative.Path.Length == 0)
            return origin with { Query = relative.Query ?? origin.Query, Fragment = relative.Fragment };

        var path = relative.Path[0] == '/' ? relative.Path : Merge(origin, relative.Path);
        return relative with { Scheme = origin.Scheme, Authority = origin.Authority, Path = RemoveDotSegments(path) };
    }

    /// <summary>The URI without its fragment: that of a schema resource.</summary>
    public string WithoutFragment() =>
        (Scheme is null ? "" : Scheme + ":")
        + (Authority is null ? "" : "//" + Authority)
        + Path
        + (Query is null ? "" : "?" + Query);

    private static string? CutFrom(ref string text, char delimiter)
    {
        var index = text.IndexOf(delimiter, StringComparison.Ordinal);
        if (index < 0)
            return null;

        var cut = text[(index + 1)..];
        text = text[..index];
        return cut;
    }

    private static string? CutScheme(ref string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || !char.IsAsciiLetter(text[0]))
            return null;
        if (!text[..colon].All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.'))
            return null;

        var scheme = text[..colon];
        text = text[(colon + 1)..];
        return scheme;
    }

    private static string Merge(UriReference origin, string path)
    {
        if (origin.Authority is not null && origin.Path.Length == 0)
            return "/" + path;

        return origin.Path[..(origin.Path.LastIndexOf('/') + 1)] + path;
    }

    private static string RemoveDotSegments(string path)
    {
        if (!path.Contains('.', StringComparison.Ordinal))
            return path;

        var output = new List<string>();
        var segments = path.Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            var isLast = i == segments.Length - 1;
            if (segments[i] == ".." && output.Count > (path[0] == '/' ? 1 : 0))
                output.RemoveAt(output.Count - 1);
            if (segments[i] is not ("." or ".."))
                output.Add(segments[i]);
            else if (isLast)
                output.Add("");
        }

        return string.Join('/', output);
    }
}
