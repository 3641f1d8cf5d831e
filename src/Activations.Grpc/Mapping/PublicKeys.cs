using System.Formats.Asn1;
using System.Security.Cryptography;
using Activations.Grpc.Access;

namespace Activations.Grpc.Mapping;

/// <summary>A public key that tokens can be verified with.</summary>
/// <param name="Algorithm">The algorithm of those tokens (RFC 7518, section 3.1).</param>
/// <param name="Pem">The key as it is kept: a SubjectPublicKeyInfo in PEM, and nothing else.</param>
internal sealed record PublicKey(string Algorithm, string Pem);

/// <summary>Reads public keys. What callers sent is never said back to them: it may be a private key.</summary>
internal static class PublicKeys
{
    private const int MaxLength = 16 * 1024;
    private const int MinRsaBits = 2_048;
    private const int MaxRsaBits = 16_384;
    private const string Rsa = "1.2.840.113549.1.1.1"; // RFC 3279, section 2.3.1
    private const string EllipticCurve = "1.2.840.10045.2.1"; // RFC 5480, section 2.1.1
    private const string P256 = "1.2.840.10045.3.1.7"; // RFC 5480, section 2.1.1.1
    private const string OtherCurve = "must be an elliptic key on P-256, no other curve";
    private const string SendThePublicKey = "send the public key, a SubjectPublicKeyInfo in PEM (-----BEGIN PUBLIC KEY-----)";

    /// <summary>A key that must be there.</summary>
    public static PublicKey Read(string text, string field, RequestReader reader)
    {
        var (key, problem) = text.Length switch
        {
            0 => (null, "is required"),
            > MaxLength => (null, "must be at most 16 KiB long"),
            _ => Read(text),
        };
        if (key is null)
            reader.Violations.Add(field, problem);
        return key ?? new PublicKey("", "");
    }

    private static (PublicKey? Key, string Problem) Read(string text)
    {
        if (text.Contains("PRIVATE KEY", StringComparison.Ordinal))
            return (null, $"is a private key, which nobody else may have: {SendThePublicKey}");
        if (!PemEncoding.TryFind(text, out var pem) || !IsBlank(text[..pem.Location.Start]) || !IsBlank(text[pem.Location.End..]))
            return (null, $"is not a public key: {SendThePublicKey}");
        return text[pem.Label] switch
        {
            "PUBLIC KEY" => ReadSubjectPublicKeyInfo(Convert.FromBase64String(text[pem.Base64Data])),
            "CERTIFICATE" => (null, $"is a certificate: {SendThePublicKey}"),
            _ => (null, $"is something else: {SendThePublicKey}"),
        };
    }

    private static (PublicKey? Key, string Problem) ReadSubjectPublicKeyInfo(byte[] bytes)
    {
        try
        {
            var algorithm = System.Security.Cryptography.X509Certificates.PublicKey
                .CreateFromSubjectPublicKeyInfo(bytes, out var length).Oid.Value;
            return (algorithm, length == bytes.Length) switch
            {
                (Rsa, true) => ReadRsa(bytes),
                (EllipticCurve, true) => ReadElliptic(bytes),
                _ => (null, "must be an RSA key or an elliptic key on P-256"),
            };
        }
        catch (PlatformNotSupportedException)
        {
            return (null, OtherCurve); // one that the platform does not know
        }
        catch (Exception exception) when (exception is CryptographicException or AsnContentException)
        {
            return (null, $"is damaged: {SendThePublicKey}");
        }
    }

    private static (PublicKey? Key, string Problem) ReadRsa(byte[] bytes)
    {
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(bytes, out _);
        return rsa.KeySize is < MinRsaBits or > MaxRsaBits
            ? (null, $"must be an RSA key of {MinRsaBits:N0}–{MaxRsaBits:N0} bits")
            : (new PublicKey(KnownSigningKey.Rs256, rsa.ExportSubjectPublicKeyInfoPem()), "");
    }

    private static (PublicKey? Key, string Problem) ReadElliptic(byte[] bytes)
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(bytes, out _);
        var curve = ecdsa.ExportParameters(includePrivateParameters: false).Curve;
        return curve.IsNamed && curve.Oid.Value == P256
            ? (new PublicKey(KnownSigningKey.Es256, ecdsa.ExportSubjectPublicKeyInfoPem()), "")
            : (null, OtherCurve);
    }

    private static bool IsBlank(string text) => string.IsNullOrWhiteSpace(text);
}
