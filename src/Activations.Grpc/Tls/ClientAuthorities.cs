using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Activations.Grpc.Tls;

/// <summary>Those whose client certificates are valid; nobody else's are, whatever the machine trusts.</summary>
internal sealed class ClientAuthorities
{
    private readonly X509Certificate2Collection certificates;

    private ClientAuthorities(X509Certificate2Collection certificates) => this.certificates = certificates;

    /// <summary>Reads PEM; null where there is no certificate in it, and the problems say so.</summary>
    public static ClientAuthorities? Load(byte[] pem, ICollection<string> problems)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(Encoding.UTF8.GetString(pem));
        }
        catch (CryptographicException)
        {
            certificates.Clear();
        }

        if (certificates.Count > 0)
            return new ClientAuthorities(certificates);
        problems.Add("Activations:Tls:ClientAuthorityPath has no certificate that can be read.");
        return null;
    }

    /// <summary>Has a handshake ask for a certificate.</summary>
    public void AskIn(SslServerAuthenticationOptions handshake, bool isRequired)
    {
        handshake.ClientCertificateRequired = true; // it is asked for; whether it must be there is said below
        handshake.CertificateChainPolicy = CreatePolicy();
        handshake.RemoteCertificateValidationCallback = (_, _, _, errors) => errors == SslPolicyErrors.None
            || (!isRequired && errors == SslPolicyErrors.RemoteCertificateNotAvailable);
    }

    private X509ChainPolicy CreatePolicy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(certificates);
        policy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.2")); // client authentication (RFC 5280, section 4.2.1.12)
        return policy;
    }
}
