using System.Security.Cryptography.X509Certificates;
using System.Text;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Microsoft.Extensions.Logging;

namespace Activations.Grpc.Tests.Tls;

/// <summary>Files that change while the service runs.</summary>
public sealed class ReloadTests
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_new_certificate_is_shown_to_those_who_connect_a_second_later()
    {
        await using var scene = new TlsScene();
        var (old, renewed) = (scene.Authority.IssueServer(), scene.Authority.IssueServer());
        scene.Write(old);
        await scene.StartAsync();
        Assert.Equal(old.Thumbprint, await scene.ShownAsync());

        scene.Write(renewed);
        scene.Time.Pass(LookInterval - TimeSpan.FromTicks(1));
        Assert.Equal(old.Thumbprint, await scene.ShownAsync());
        scene.Time.Pass(TimeSpan.FromTicks(1));

        Assert.Equal(renewed.Thumbprint, await scene.ShownAsync());
        await scene.AssertAnswersAsync(Transport.Grpc, scene.Service.GrpcAddress);
        Assert.Single(LinesWith(scene, renewed.Thumbprint), line => line.Level == LogLevel.Information);
    }

    [Fact]
    public async Task A_connection_that_stands_goes_on()
    {
        await using var scene = new TlsScene();
        scene.Write(scene.Authority.IssueServer());
        await scene.StartAsync();
        var stream = await scene.ConnectAsync(scene.Service.RestAddress);

        scene.Write(scene.Authority.IssueServer());
        scene.Time.Pass(LookInterval);
        await scene.ShownAsync();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);

        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_pair_that_is_half_written_changes_nothing_and_is_logged_once()
    {
        await using var scene = new TlsScene();
        var (old, renewed) = (scene.Authority.IssueServer(), scene.Authority.IssueServer());
        scene.Write(old);
        await scene.StartAsync();

        scene.WriteCertificate(renewed);
        for (var look = 0; look < 3; look++)
        {
            scene.Time.Pass(LookInterval);
            Assert.Equal(old.Thumbprint, await scene.ShownAsync());
        }

        var warning = Assert.Single(LinesWith(scene, old.Thumbprint));
        Assert.Equal(LogLevel.Warning, warning.Level);
        Assert.Contains("Activations:Tls:KeyPath has no private key that fits", warning.Text, StringComparison.Ordinal);

        scene.WriteKey(renewed);
        scene.Time.Pass(LookInterval);
        Assert.Equal(renewed.Thumbprint, await scene.ShownAsync());
    }

    [Fact]
    public async Task A_file_that_is_gone_or_no_certificate_changes_nothing()
    {
        await using var scene = new TlsScene();
        var old = scene.Authority.IssueServer();
        scene.Write(old);
        await scene.StartAsync();

        File.Delete(scene.PathOf("tls.crt"));
        scene.Time.Pass(LookInterval);
        Assert.Equal(old.Thumbprint, await scene.ShownAsync());
        await File.WriteAllTextAsync(
            scene.PathOf("tls.crt"), "-----BEGIN CERTIFICATE-----\nMIIB", TestContext.Current.CancellationToken);
        scene.Time.Pass(LookInterval);
        Assert.Equal(old.Thumbprint, await scene.ShownAsync());

        Assert.Equal(2, LinesWith(scene, "can't be used").Count());
    }

    [Fact]
    public async Task A_link_that_is_pointed_elsewhere_is_followed()
    {
        // As Kubernetes mounts a secret: the files are links into a link, which is replaced. The new files may be older.
        await using var scene = new TlsScene();
        var (old, renewed) = (scene.Authority.IssueServer(), scene.Authority.IssueServer());
        WriteVersion(scene, "renewed", renewed);
        WriteVersion(scene, "old", old);
        File.CreateSymbolicLink(scene.PathOf("..data"), scene.PathOf("old"));
        foreach (var name in new[] { "tls.crt", "tls.key" })
            File.CreateSymbolicLink(scene.PathOf(name), Path.Combine("..data", name));
        await scene.StartAsync();
        Assert.Equal(old.Thumbprint, await scene.ShownAsync());

        File.Delete(scene.PathOf("..data"));
        File.CreateSymbolicLink(scene.PathOf("..data"), scene.PathOf("renewed"));
        scene.Time.Pass(LookInterval);

        Assert.Equal(renewed.Thumbprint, await scene.ShownAsync());
    }

    [Theory]
    [InlineData(Transport.Grpc)]
    [InlineData(Transport.Rest)]
    public async Task A_new_authority_of_clients_takes_the_place_of_the_old_one(Transport transport)
    {
        await using var scene = new TlsScene();
        var (first, second) = (TestAuthority.Create(), TestAuthority.Create());
        scene.Write(scene.Authority.IssueServer());
        scene.WriteClientAuthority(first);
        await scene.StartAsync(
            "--Activations:Tls:ClientCertificates=required",
            $"--Activations:Tls:ClientAuthorityPath={scene.PathOf("clients.crt")}");
        await scene.AssertAnswersAsync(transport, scene.Service.GrpcAddress, first.IssueClient());

        scene.WriteClientAuthority(second);
        scene.Time.Pass(LookInterval);

        await scene.AssertConnectsNotAsync(transport, first.IssueClient());
        await scene.AssertAnswersAsync(transport, scene.Service.GrpcAddress, second.IssueClient());
    }

    private static IEnumerable<LogEntry> LinesWith(TlsScene scene, string text) =>
        scene.Service.Log.Entries.Where(entry => entry.Text.Contains(text, StringComparison.Ordinal));

    private static void WriteVersion(
        TlsScene scene, string version, X509Certificate2 certificate)
    {
        Directory.CreateDirectory(scene.PathOf(version));
        File.WriteAllText(scene.PathOf(Path.Combine(version, "tls.crt")), certificate.ExportCertificatePem());
        File.WriteAllText(scene.PathOf(Path.Combine(version, "tls.key")), TlsScene.KeyOf(certificate));
    }
}
