using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Activations.Grpc.Tls;

/// <summary>A certificate with its private key, and the certificates of its issuers that came with it.</summary>
internal sealed record CertificateChain(X509Certificate2 Own, X509Certificate2Collection Issuers)
{
    private const string CertificateKey = "Activations:Tls:CertificatePath";
    private const string KeyKey = "Activations:Tls:KeyPath";
    private const string PasswordKey = "Activations:Tls:Password";

    /// <summary>Reads PEM or PFX; null where it can't be used, and the problems say why.</summary>
    public static CertificateChain? Load(byte[] file, byte[]? key, string? password, ICollection<string> problems)
    {
        if (file.AsSpan().IndexOf("-----BEGIN "u8) >= 0)
            return LoadPem(Encoding.UTF8.GetString(file), key is null ? null : Encoding.UTF8.GetString(key), password, problems);
        if (key is null)
            return LoadPfx(file, password, problems);
        problems.Add($"{KeyKey} goes with a PEM certificate, and the file of {CertificateKey} is not PEM.");
        return null;
    }

    private static CertificateChain? LoadPem(string pem, string? key, string? password, ICollection<string> problems)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            certificates.Clear();
        }

        if (certificates.Count == 0)
        {
            problems.Add($"{CertificateKey} has no certificate that can be read.");
            return null;
        }

        try
        {
            var own = string.IsNullOrEmpty(password)
                ? X509Certificate2.CreateFromPem(pem, key ?? pem)
                : X509Certificate2.CreateFromEncryptedPem(pem, key ?? pem, password);
            certificates.RemoveAt(0);
            return new CertificateChain(AsThePlatformTakesIt(own), certificates);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            problems.Add(key is null
                ? $"{CertificateKey} has no private key that fits its certificate. Name the key's file in {KeyKey}; {PasswordKey} is needed if, and only if, it is encrypted."
                : $"{KeyKey} has no private key that fits the certificate of {CertificateKey}; {PasswordKey} is needed if, and only if, it is encrypted.");
            return null;
        }
    }

    private static CertificateChain? LoadPfx(byte[] file, string? password, ICollection<string> problems)
    {
        try
        {
            var certificates = X509CertificateLoader.LoadPkcs12Collection(file, password);
            if (certificates.FirstOrDefault(c => c.HasPrivateKey) is { } own)
            {
                certificates.Remove(own);
                return new CertificateChain(own, certificates);
            }

            problems.Add($"{CertificateKey} has no certificate with a private key.");
        }
        catch (CryptographicException)
        {
            problems.Add($"{CertificateKey} is neither PEM nor a PFX that {PasswordKey} opens.");
        }

        return null;
    }

    /// <summary>Windows takes no keys that are in memory alone (SChannel).</summary>
    private static X509Certificate2 AsThePlatformTakesIt(X509Certificate2 certificate) => OperatingSystem.IsWindows()
        ? X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null)
        : certificate;
}
