using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Activations.Grpc.Configuration;

namespace Activations.Grpc.Tls;

/// <summary>What a handshake needs: the service's certificate, and the authorities of client certificates.</summary>
internal sealed class TlsMaterial
{
    private TlsMaterial(X509Certificate2 certificate, SslServerAuthenticationOptions handshake)
    {
        Certificate = certificate;
        Handshake = handshake;
    }

    /// <summary>The service's certificate.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The options of a handshake, the same for all.</summary>
    public SslServerAuthenticationOptions Handshake { get; }

    /// <summary>What is in the files; without it, all that is wrong with them, by key.</summary>
    public static (TlsMaterial? Material, IReadOnlyList<string> Problems) Load(TlsFiles files, TlsOptions options)
    {
        var problems = files.Problems.ToList();
        var certificates = files.Certificate is { } file ? CertificateChain.Load(file, files.Key, options.Password, problems) : null;
        var clients = files.Authorities is { } authorities ? ClientAuthorities.Load(authorities, problems) : null;
        return problems.Count > 0 || certificates is null
            ? (null, problems)
            : (new TlsMaterial(certificates.Own, CreateHandshake(certificates, clients, options)), problems);
    }

    private static SslServerAuthenticationOptions CreateHandshake(
        CertificateChain certificates, ClientAuthorities? clients, TlsOptions options)
    {
        var handshake = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificates.Own, certificates.Issuers, offline: true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
        clients?.AskIn(handshake, isRequired: options.ClientCertificates == TlsOptions.ClientCertificatesRequired);
        return handshake;
    }
}
