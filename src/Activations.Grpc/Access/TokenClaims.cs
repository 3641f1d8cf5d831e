using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Activations.Grpc.Mapping;
using Activations.Identifiers;

namespace Activations.Grpc.Access;

/// <summary>
/// What a token says (RFC 7519), read strictly before anything is verified. A token that could be read in two ways is not
/// read at all: repeated members, unusual encodings, extensions of its header.
/// </summary>
internal sealed class TokenClaims
{
    private const string KeySegment = "/sk/";

    private static readonly System.Buffers.SearchValues<char> Characters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>
    /// Parameters of a header that change what the token is or with what it is verified (RFC 7515, section 4.1; RFC 7516,
    /// section 4.1). None of them is needed.
    /// </summary>
    private static readonly string[] Unsupported =
        ["crit", "b64", "zip", "enc", "cty", "jwk", "jku", "x5c", "x5u", "x5t", "x5t#S256"];

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    private TokenClaims()
    {
    }

    /// <summary>The algorithm that it names; to be compared with the key's, never to be followed.</summary>
    public required string Algorithm { get; init; }

    /// <summary>The signing key that it names.</summary>
    public required SigningKeyId KeyId { get; init; }

    /// <summary>The external id of the end user.</summary>
    public required string Subject { get; init; }

    /// <summary>When it ends, in seconds since 1970.</summary>
    public required double? Expiry { get; init; }

    /// <summary>When it begins, in seconds since 1970.</summary>
    public required double? NotBefore { get; init; }

    /// <summary>For whom it is.</summary>
    public required IReadOnlyList<string> Audience { get; init; }

    /// <summary>Reads a token.</summary>
    /// <returns>Whether it is one.</returns>
    public static bool TryRead(string token, [NotNullWhen(true)] out TokenClaims? claims)
    {
        claims = null;
        if (token.AsSpan().ContainsAnyExcept(Characters) || token.Split('.') is not [var header, var payload, var signature])
            return false;
        try
        {
            claims = IsCanonical(signature) ? Read(header, payload) : null;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            // Not base64url, not JSON, not UTF-8, or half a surrogate pair.
        }

        return claims is not null;
    }

    private static TokenClaims? Read(string header, string payload)
    {
        using var headerJson = JsonDocument.Parse(Base64Url.DecodeFromChars(header), Strict);
        using var payloadJson = JsonDocument.Parse(Base64Url.DecodeFromChars(payload), Strict);
        var (head, body) = (headerJson.RootElement, payloadJson.RootElement);
        if (head.ValueKind != JsonValueKind.Object
            || body.ValueKind != JsonValueKind.Object
            || Unsupported.Any(name => head.TryGetProperty(name, out _))
            || !TryReadText(head, "alg", out var algorithm) || algorithm is null
            || !TryReadKey(head, body, out var key)
            || !TryReadText(body, "sub", out var subject) || !IsExternalId(subject)
            || !TryReadTime(body, "exp", out var expiry)
            || !TryReadTime(body, "nbf", out var notBefore)
            || !TryReadAudience(body, out var audience))
        {
            return null;
        }

        return new TokenClaims
        {
            Algorithm = algorithm,
            KeyId = key,
            Subject = subject,
            Expiry = expiry,
            NotBefore = notBefore,
            Audience = audience,
        };
    }

    /// <summary>The key by the last segment of <c>iss</c> and by <c>kid</c>, which must not differ where both name one.</summary>
    private static bool TryReadKey(JsonElement head, JsonElement body, out SigningKeyId key)
    {
        key = default;
        if (!TryReadText(head, "kid", out var byHeader) || !TryReadText(body, "iss", out var issuer))
            return false;
        var byIssuer = issuer?.LastIndexOf('/') is >= 0 and var end && issuer[..(end + 1)].EndsWith(KeySegment, StringComparison.Ordinal)
            ? issuer[(end + 1)..]
            : null;
        return Id.TryParse(byHeader ?? byIssuer, out key)
            && (byIssuer is null || (Id.TryParse<SigningKeyId>(byIssuer, out var other) && other == key));
    }

    private static bool IsExternalId([NotNullWhen(true)] string? subject)
    {
        var reader = new RequestReader();
        reader.ExternalId(subject ?? "", "sub");
        return reader.Violations.Count == 0;
    }

    /// <summary>A text that may be absent; not one that is anything else.</summary>
    private static bool TryReadText(JsonElement element, string name, out string? text)
    {
        text = null;
        if (!element.TryGetProperty(name, out var member))
            return true;
        if (member.ValueKind != JsonValueKind.String)
            return false;
        text = member.GetString();
        return true;
    }

    /// <summary>A NumericDate (RFC 7519, section 2) that may be absent.</summary>
    private static bool TryReadTime(JsonElement element, string name, out double? seconds)
    {
        seconds = null;
        if (!element.TryGetProperty(name, out var member))
            return true;
        if (member.ValueKind != JsonValueKind.Number || !member.TryGetDouble(out var value) || !double.IsFinite(value))
            return false;
        seconds = value;
        return true;
    }

    private static bool TryReadAudience(JsonElement body, out IReadOnlyList<string> audience)
    {
        audience = [];
        if (!body.TryGetProperty("aud", out var member))
            return true;
        var members = member.ValueKind == JsonValueKind.Array ? member.EnumerateArray().ToList() : [member];
        if (members.Any(item => item.ValueKind != JsonValueKind.String))
            return false;
        audience = [.. members.Select(item => item.GetString()!)];
        return true;
    }

    /// <summary>Whether a text is the only one for its bytes: the bits that a last digit has too many are zero.</summary>
    private static bool IsCanonical(string text) =>
        text.Length > 0 && Base64Url.EncodeToString(Base64Url.DecodeFromChars(text)).Equals(text, StringComparison.Ordinal);
}
