using System.Security.Cryptography.X509Certificates;
using Activations.Grpc.Configuration;
using Activations.Grpc.Tests.Service;
using Activations.Grpc.Tests.Tls;
using Microsoft.Extensions.Configuration;

namespace Activations.Grpc.Tests.Configuration;

public sealed class TlsConfigurationTests : IDisposable
{
    private const string Secret = "s3cr3t-marker";

    private readonly TemporaryFolder folder = new();
    private readonly X509Certificate2 certificate = TestAuthority.Create().IssueServer();

    [Theory]
    [InlineData("KeyPath", "tls.key")]
    [InlineData("Password", Secret)]
    [InlineData("ClientCertificates", "required")]
    [InlineData("ClientAuthorityPath", "clients.crt")]
    public void What_belongs_to_TLS_needs_a_certificate(string name, string value)
    {
        Assert.StartsWith($"Activations:Tls:{name} needs Activations:Tls:CertificatePath", Refused((name, value)), StringComparison.Ordinal);
    }

    [Fact]
    public void Client_certificates_are_none_allowed_or_required()
    {
        Assert.StartsWith("Activations:Tls:ClientCertificates must be", Refused(("ClientCertificates", "maybe")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("required", false)]
    [InlineData("allowed", false)]
    [InlineData("none", true)]
    public void Client_certificates_and_their_authority_go_together(string mode, bool hasAuthority)
    {
        var pem = Write("tls.pem", certificate.ExportCertificatePem() + "\n" + TlsScene.KeyOf(certificate));

        Assert.StartsWith(
            "Activations:Tls:ClientAuthorityPath names",
            Refused(("CertificatePath", pem), ("ClientCertificates", mode), ("ClientAuthorityPath", hasAuthority ? pem : "")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_not_there_are_named_at_once()
    {
        var refused = Refused(
            ("CertificatePath", folder.PathOf("a")),
            ("KeyPath", folder.PathOf("b")),
            ("ClientCertificates", "required"),
            ("ClientAuthorityPath", folder.PathOf("c")));

        Assert.Equal(
            [
                $"Activations:Tls:CertificatePath: there is no file '{folder.PathOf("a")}'.",
                $"Activations:Tls:KeyPath: there is no file '{folder.PathOf("b")}'.",
                $"Activations:Tls:ClientAuthorityPath: there is no file '{folder.PathOf("c")}'.",
            ],
            refused.Split(Environment.NewLine));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        Assert.StartsWith(
            "Activations:Tls:CertificatePath: the file", Refused(("CertificatePath", Path.GetTempPath())), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_is_missing_or_another_one_s_or_encrypted_is_refused()
    {
        var pem = Write("tls.crt", certificate.ExportCertificatePem());
        var other = Write("other.key", TlsScene.KeyOf(TestAuthority.Create().IssueServer()));
        var encrypted = Write("encrypted.key", TlsScene.EncryptedKeyOf(certificate, Secret));
        var plain = Write("tls.key", TlsScene.KeyOf(certificate));

        Assert.StartsWith(
            "Activations:Tls:CertificatePath has no private key", Refused(("CertificatePath", pem)), StringComparison.Ordinal);
        foreach (var (key, password) in new[] { (other, null), (encrypted, null), (encrypted, "wrong"), (plain, Secret), (pem, null) })
        {
            Assert.StartsWith(
                "Activations:Tls:KeyPath has no private key that fits",
                Refused(("CertificatePath", pem), ("KeyPath", key), ("Password", password)),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_PFX_needs_its_password_and_no_key_beside_it()
    {
        var pfx = folder.PathOf("tls.pfx");
        File.WriteAllBytes(pfx, certificate.Export(X509ContentType.Pkcs12, Secret));

        const string closed = "Activations:Tls:CertificatePath is neither PEM nor a PFX that Activations:Tls:Password opens.";
        Assert.Equal(closed, Refused(("CertificatePath", pfx)));
        Assert.Equal(closed, Refused(("CertificatePath", pfx), ("Password", "wrong-" + Secret)));
        Assert.StartsWith(
            "Activations:Tls:KeyPath goes with a PEM certificate",
            Refused(("CertificatePath", pfx), ("KeyPath", pfx), ("Password", Secret)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_PFX_without_a_key_is_refused()
    {
        var pfx = folder.PathOf("tls.pfx");
        using var withoutKey = X509CertificateLoader.LoadCertificate(certificate.RawData);
        File.WriteAllBytes(pfx, withoutKey.Export(X509ContentType.Pkcs12));

        Assert.Equal("Activations:Tls:CertificatePath has no certificate with a private key.", Refused(("CertificatePath", pfx)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")]
    public void An_authority_that_is_none_is_refused(string text)
    {
        var pem = Write("tls.pem", certificate.ExportCertificatePem() + "\n" + TlsScene.KeyOf(certificate));

        Assert.Equal(
            "Activations:Tls:ClientAuthorityPath has no certificate that can be read.",
            Refused(("CertificatePath", pem), ("ClientCertificates", "required"), ("ClientAuthorityPath", Write("clients.crt", text))));
    }

    [Fact]
    public void One_port_for_both_protocols_needs_TLS()
    {
        var pem = Write("tls.pem", certificate.ExportCertificatePem() + "\n" + TlsScene.KeyOf(certificate));
        KeyValuePair<string, string?>[] ports = [new("Activations:Http:Port", "8443"), new("Activations:Grpc:Port", "8443")];

        var refused = Assert.Throws<InvalidConfigurationException>(() => Read(ports));
        var options = Read([.. ports, new("Activations:Tls:CertificatePath", pem)]);

        Assert.StartsWith("Activations:Grpc:Port must differ", refused.Message, StringComparison.Ordinal);
        Assert.True(options.Tls.IsOn);
    }

    public void Dispose()
    {
        certificate.Dispose();
        folder.Dispose();
    }

    private static ActivationsOptions Read(IEnumerable<KeyValuePair<string, string?>> values) =>
        ActivationsConfiguration.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build());

    private static string Refused(params (string Name, string? Value)[] values)
    {
        var refused = Assert.Throws<InvalidConfigurationException>(
            () => Read(values.Select(v => KeyValuePair.Create($"Activations:Tls:{v.Name}", v.Value))));
        Assert.DoesNotContain(Secret, refused.Message, StringComparison.Ordinal);
        return refused.Message;
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(folder.PathOf(name), text);
        return folder.PathOf(name);
    }
}
