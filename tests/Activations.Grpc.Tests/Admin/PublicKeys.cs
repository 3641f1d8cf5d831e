using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Activations.Grpc.Tests.Admin;

/// <summary>Public keys, and what is none, made anew for each run.</summary>
internal static class PublicKeys
{
    /// <summary>A key on P-256.</summary>
    public static string P256 { get; } = MakeElliptic(ECCurve.NamedCurves.nistP256);

    /// <summary>What is refused, each with a part of what is told about it.</summary>
    public static IEnumerable<(string Text, string Told)> Refused()
    {
        using var rsa = RSA.Create(2048);
        using var short1024 = RSA.Create(1024);
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var whole = rsa.ExportSubjectPublicKeyInfoPem();
        return
        [
            (short1024.ExportSubjectPublicKeyInfoPem(), "2,048"),
            (MakeElliptic(ECCurve.NamedCurves.nistP384), "P-256"),
            (MakeElliptic(ECCurve.NamedCurves.nistP521), "P-256"),
            (Ed25519, "must be an RSA key or an elliptic key on P-256"),
            (WithExponentOf1(rsa), "is damaged"),
            (rsa.ExportPkcs8PrivateKeyPem(), "is a private key"),
            (rsa.ExportRSAPrivateKeyPem(), "is a private key"),
            (ecdsa.ExportECPrivateKeyPem(), "is a private key"),
            (rsa.ExportEncryptedPkcs8PrivateKeyPem("s3cret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1)), "is a private key"),
            (whole + "\n" + rsa.ExportPkcs8PrivateKeyPem(), "is a private key"),
            (MakeCertificate(ecdsa), "is a certificate"),
            (rsa.ExportRSAPublicKeyPem(), "send the public key"),
            (whole + "\n" + whole, "send the public key"),
            (whole[..^30], "send the public key"),
            (whole.Replace("-----", "", StringComparison.Ordinal), "send the public key"),
            (Pem([.. rsa.ExportSubjectPublicKeyInfo(), 0]), "must be an RSA key"),
            (Pem(rsa.ExportSubjectPublicKeyInfo()[..^20]), "is damaged"),
            (Pem(OffTheCurve(ecdsa)), "is damaged"),
            (Pem([0x30, 0x00]), "is damaged"),
            (Pem([]), "is damaged"),
            ("complete nonsense of more than thirty characters", "send the public key"),
            (new string('A', 16_385), "16 KiB"),
        ];
    }

    /// <summary>RFC 8410, section 10.1.</summary>
    private static string Ed25519 => Pem(Convert.FromHexString(
        "302A300506032B657003210019BF44096984CDFE8541BAC167DC3B96C85086AA30B6B6CB0C5C38AD703166E1"));

    private static string MakeElliptic(ECCurve curve)
    {
        using var key = ECDsa.Create(curve);
        return key.ExportSubjectPublicKeyInfoPem();
    }

    private static string MakeCertificate(ECDsa key)
    {
        var now = DateTimeOffset.UnixEpoch;
        using var certificate = new CertificateRequest("CN=hub", key, HashAlgorithmName.SHA256).CreateSelfSigned(now, now.AddYears(100));
        return certificate.ExportCertificatePem();
    }

    /// <summary>With it every text would be its own signature. The exponent's bytes are the last ones: 01 00 01.</summary>
    private static string WithExponentOf1(RSA key)
    {
        var bytes = key.ExportSubjectPublicKeyInfo();
        bytes[^3] = 0; // 00 00 01
        return Pem(bytes);
    }

    /// <summary>The last byte is the end of the point's second coordinate.</summary>
    private static byte[] OffTheCurve(ECDsa key)
    {
        var bytes = key.ExportSubjectPublicKeyInfo();
        bytes[^1] ^= 1;
        return bytes;
    }

    private static string Pem(byte[] bytes) => PemEncoding.WriteString("PUBLIC KEY", bytes);
}
