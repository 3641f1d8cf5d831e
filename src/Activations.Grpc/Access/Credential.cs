using Microsoft.Extensions.Primitives;

namespace Activations.Grpc.Access;

/// <summary>What a caller sent in the header <c>Authorization</c> (RFC 9110, section 11.6.2). Secret.</summary>
/// <param name="Scheme">How it was sent.</param>
/// <param name="Text">The credential itself.</param>
internal readonly record struct Credential(CredentialScheme Scheme, string Text)
{
    private const int MaxLength = EndUserTokens.MaxLength;

    /// <summary>Reads the header.</summary>
    /// <param name="header">Its values.</param>
    /// <returns>The credential; of no scheme where it can't be read.</returns>
    public static Credential Read(StringValues header)
    {
        if (header.Count != 1 || header[0] is not { } value)
            return default;
        var end = value.IndexOf(' ', StringComparison.Ordinal);
        var scheme = end < 0 ? CredentialScheme.None : SchemeOf(value.AsSpan(0, end));
        if (scheme == CredentialScheme.None)
            return default;
        var text = value.AsSpan(end).Trim(' ');
        return text.IsEmpty || text.Length > MaxLength || text.Contains(' ') ? default : new Credential(scheme, text.ToString());
    }

    /// <summary>The scheme alone: the text is secret.</summary>
    public override string ToString() => $"{Scheme} …";

    /// <summary>Names of schemes are the same in either case (RFC 9110, section 11.1).</summary>
    private static CredentialScheme SchemeOf(ReadOnlySpan<char> name)
    {
        if (name.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            return CredentialScheme.Bearer;
        return name.Equals("JWT", StringComparison.OrdinalIgnoreCase) ? CredentialScheme.Jwt : CredentialScheme.None;
    }
}

/// <summary>How a credential is sent.</summary>
internal enum CredentialScheme
{
    /// <summary>Not in a way that is known.</summary>
    None,

    /// <summary>An API key or a token (RFC 6750, section 2.1).</summary>
    Bearer,

    /// <summary>A token, as known clients send it.</summary>
    Jwt,
}
