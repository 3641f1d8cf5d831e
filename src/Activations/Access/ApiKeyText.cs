using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Activations.Identifiers;

namespace Activations.Access;

/// <summary>
/// A whole API key, as its holder sends it: <c>ak_</c>, the key's id, <c>_</c>, and 32 random bytes in base64url (RFC 4648,
/// section 5). With 256 random bits a plain hash can't be searched through, so that no slow one is needed. Secret.
/// </summary>
public sealed class ApiKeyText
{
    private const string Prefix = "ak_";
    private const int IdLength = 26;
    private const int SecretBytes = 32;

    private static readonly int SecretLength = Base64Url.GetEncodedLength(SecretBytes);
    private static readonly int Length = Prefix.Length + IdLength + 1 + SecretLength;

    private readonly string text;

    private ApiKeyText(string text, ApiKeyId id)
    {
        this.text = text;
        Id = id;
    }

    /// <summary>The id of the key.</summary>
    public ApiKeyId Id { get; }

    /// <summary>The SHA-256 of the key, 32 bytes.</summary>
    public ImmutableArray<byte> Hash => ImmutableCollectionsMarshal.AsImmutableArray(SHA256.HashData(Encoding.ASCII.GetBytes(text)));

    /// <summary>Makes a new key.</summary>
    /// <param name="id">The id of the key.</param>
    public static ApiKeyText Create(ApiKeyId id) =>
        new($"{Prefix}{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}", id);

    /// <summary>Whether a text looks like an API key rather than some other credential.</summary>
    /// <param name="text">The text.</param>
    public static bool IsOne(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(Prefix, StringComparison.Ordinal);
    }

    /// <summary>Reads a key that somebody sent.</summary>
    /// <param name="text">The text.</param>
    /// <param name="key">The key.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out ApiKeyText? key)
    {
        key = null;
        if (!IsOne(text) || text.Length != Length || text[Prefix.Length + IdLength] != '_')
            return false;
        if (!Identifiers.Id.TryParse<ApiKeyId>(text.Substring(Prefix.Length, IdLength), out var id) || !Base64Url.IsValid(text.AsSpan(^SecretLength..)))
            return false;
        key = new ApiKeyText(text, id);
        return true;
    }

    /// <summary>Whether this is the key with a hash; takes the same time wherever they differ.</summary>
    /// <param name="hash">The hash.</param>
    public bool Matches(ImmutableArray<byte> hash) => CryptographicOperations.FixedTimeEquals(Hash.AsSpan(), hash.AsSpan());

    /// <summary>The whole key, to be shown once.</summary>
    public string Reveal() => text;

    /// <summary>The key without its secret.</summary>
    public override string ToString() => $"{Prefix}{Id}_…";
}
