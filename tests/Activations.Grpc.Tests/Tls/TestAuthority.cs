using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Activations.Grpc.Tests.Tls;

/// <summary>Issues certificates, for this machine alone.</summary>
internal sealed class TestAuthority
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow.AddDays(-2);

    private TestAuthority(X509Certificate2 certificate) => Certificate = certificate;

    /// <summary>The authority's own certificate.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>An authority that nobody stands above.</summary>
    public static TestAuthority Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new TestAuthority(AuthorityRequest("Root", key).CreateSelfSigned(Start, Start.AddDays(9)));
    }

    /// <summary>An authority below this one.</summary>
    public TestAuthority CreateIntermediate() => new(Issue(key => AuthorityRequest("Intermediate", key), Start.AddDays(8)));

    /// <summary>A certificate of the service.</summary>
    public X509Certificate2 IssueServer() => Issue(
        key =>
        {
            var request = RequestOf("localhost", key, ServerAuthentication);
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName("localhost");
            names.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
            return request;
        },
        Start.AddDays(7));

    /// <summary>A certificate of a client.</summary>
    public X509Certificate2 IssueClient(bool isExpired = false) =>
        Issue(key => RequestOf("client", key, ClientAuthentication), Start.AddDays(isExpired ? 1 : 7));

    private static CertificateRequest AuthorityRequest(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    private static CertificateRequest RequestOf(string name, ECDsa key, string usage)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        return request;
    }

    private X509Certificate2 Issue(Func<ECDsa, CertificateRequest> requestOf, DateTimeOffset end)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issued = requestOf(key).Create(Certificate, Start, end, RandomNumberGenerator.GetBytes(16));
        return issued.CopyWithPrivateKey(key);
    }
}
