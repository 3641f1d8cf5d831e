using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Activations.Access;
using Activations.Identifiers;
using Activations.Stores;
using Microsoft.IdentityModel.Tokens;

namespace Activations.Grpc.Access;

/// <summary>The signing keys that tokens named lately. A key that has not changed stays the same object.</summary>
internal sealed partial class KnownSigningKeys(IStore store, TimeProvider time, ILogger<KnownSigningKeys> logger)
    : KnownKeys<SigningKeyId, KnownSigningKey>(time)
{
    /// <inheritdoc />
    protected override async Task<KnownSigningKey?> LoadAsync(SigningKeyId id, KnownSigningKey? before)
    {
        var key = await store.SigningKeys.LoadAsync(id, CancellationToken.None);
        if (key is null || key == before?.Key)
            return key is null ? null : before;
        try
        {
            return KnownSigningKey.Of(key);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            LogUnreadable(id);
            return null;
        }
    }

    [LoggerMessage(30, LogLevel.Warning, "The signing key {Id} can't be read; its tokens are refused")]
    private partial void LogUnreadable(SigningKeyId id);
}

/// <summary>A signing key, ready to verify tokens with.</summary>
internal sealed class KnownSigningKey
{
    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518, section 3.3).</summary>
    public const string Rs256 = SecurityAlgorithms.RsaSha256;

    /// <summary>ECDSA on P-256 with SHA-256 (RFC 7518, section 3.4).</summary>
    public const string Es256 = SecurityAlgorithms.EcdsaSha256;

    private const int MinRsaBits = 2048;

    private const int Es256Bytes = 64;

    private static readonly CryptoProviderFactory Cryptography = new() { CacheSignatureProviders = false };

    private readonly SignatureProvider verifier;
    private readonly int signatureBytes;

    private KnownSigningKey(SigningKey key, SecurityKey publicKey, int signatureBytes)
    {
        Key = key;
        verifier = Cryptography.CreateForVerifying(publicKey, key.Algorithm);
        this.signatureBytes = signatureBytes;
    }

    /// <summary>The key.</summary>
    public SigningKey Key { get; }

    /// <summary>
    /// Whether the key's owner signed a token (RFC 7515, section 5.2), by the key's own algorithm whatever the token says.
    /// </summary>
    /// <param name="token">One that <see cref="TokenClaims"/> could read.</param>
    public bool HasSigned(string token)
    {
        var end = token.LastIndexOf('.');
        var signature = Base64Url.DecodeFromChars(token.AsSpan(end + 1));
        return signature.Length == signatureBytes && verifier.Verify(Encoding.ASCII.GetBytes(token, 0, end), signature);
    }

    /// <summary>Reads a key.</summary>
    /// <exception cref="CryptographicException">It is not a public key of the kind that its algorithm needs.</exception>
    /// <exception cref="ArgumentException">It is not PEM.</exception>
    public static KnownSigningKey Of(SigningKey key) => key.Algorithm switch
    {
        Rs256 when ReadRsa(key.PublicKeyPem) is var rsa => new KnownSigningKey(key, rsa, (rsa.KeySize + 7) / 8),
        Es256 => new KnownSigningKey(key, ReadEllipticCurve(key.PublicKeyPem), Es256Bytes),
        _ => throw new CryptographicException("No such algorithm."),
    };

    private static RsaSecurityKey ReadRsa(string pem)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return rsa.KeySize >= MinRsaBits
            ? new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: false))
            : throw new CryptographicException("Too short.");
    }

    private static JsonWebKey ReadEllipticCurve(string pem)
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportFromPem(pem);
        var parameters = ecdsa.ExportParameters(includePrivateParameters: false);
        if (parameters.Curve.Oid.Value != ECCurve.NamedCurves.nistP256.Oid.Value)
            throw new CryptographicException("Not on P-256.");
        // By its coordinates rather than as an object, which threads could not share.
        return new JsonWebKey
        {
            Kty = JsonWebAlgorithmsKeyTypes.EllipticCurve,
            Crv = JsonWebKeyECTypes.P256,
            X = Base64UrlEncoder.Encode(parameters.Q.X),
            Y = Base64UrlEncoder.Encode(parameters.Q.Y),
        };
    }
}
