using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Activations.Errors;
using Activations.Grpc.Tests.Tls;
using Activations.Processes;
using Activations.Robustness.Faults.MongoDb;
using Activations.Stores.Mongo;

namespace Activations.Stores.Tests.Mongo;

/// <summary>Authorities and client certificates of the connection string, over real TLS on loopback.</summary>
public sealed class MongoTlsTests : IAsyncDisposable
{
    private const string Password = "s3cr3t-marker";

    private readonly TemporaryFolder folder = new();
    private readonly TestAuthority authority = TestAuthority.Create();
    private readonly MongoPeer peer = MongoPeer.Start();
    private readonly TlsRelay relay;

    public MongoTlsTests()
    {
        using var server = authority.IssueServer();
        relay = new TlsRelay(peer.EndPoint, X509CertificateLoader.LoadPkcs12(server.Export(X509ContentType.Pkcs12), null));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await relay.DisposeAsync();
        await peer.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData("tlsCAFile")]
    [InlineData("tlscafile")]
    public async Task A_server_of_the_authority_in_the_file_is_trusted_without_a_client_certificate(string option)
    {
        await using var store = Open($"{option}={Save(authority.Certificate)}");

        await store.PingAsync(Cancellation);

        Assert.Null(relay.Client);
        Assert.Contains(store.ConnectionSettings, told => told == "TLS is on, with the authorities of tlsCAFile alone, no client certificate");
    }

    [Fact]
    public async Task A_server_of_another_authority_is_refused_and_the_operator_told_why()
    {
        await using var store = Open($"tlsCAFile={Save(TestAuthority.Create().Certificate)}");

        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.PingAsync(Cancellation));

        Assert.Contains($"TLS with 127.0.0.1:{relay.Port} fails: the server's certificate is not valid", failure.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, failure.ForOperator, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_by_another_name_is_refused()
    {
        await using var store = Open($"tlsCAFile={Save(authority.Certificate)}", host: "127.0.0.2");
        await using var named = Open($"tlsCAFile={Save(authority.Certificate)}", host: "localhost");

        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.PingAsync(Cancellation));
        await named.PingAsync(Cancellation);

        Assert.NotNull(failure.Detail);
    }

    [Fact]
    public async Task Without_the_file_a_server_of_an_unknown_authority_is_refused()
    {
        await using var store = Open("tls=true");

        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.PingAsync(Cancellation));

        Assert.Contains("TLS with", failure.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_client_certificate_arrives(bool isEncrypted)
    {
        using var client = authority.IssueClient();
        var options = $"tlsCAFile={Save(authority.Certificate)}&tlsCertificateKeyFile={Save(client, isEncrypted)}";
        await using var store = Open(isEncrypted ? $"{options}&tlsCertificateKeyFilePassword={Password}" : options);

        await store.PingAsync(Cancellation);

        Assert.Equal(client.Thumbprint, relay.Client);
    }

    [Fact]
    public void Files_that_cannot_be_used_are_refused_by_option_and_path_without_the_password()
    {
        using var client = authority.IssueClient();
        var absent = Path.Combine(folder.Path, "absent.pem");
        var song = Path.Combine(folder.Path, "song.pem");
        File.WriteAllText(song, "la la la");
        var key = Save(client, isEncrypted: true);
        (string Options, string[] Expected)[] cases =
        [
            ($"tlsCAFile={absent}", ["'tlsCAFile'", absent, "not there"]),
            ($"tlsCAFile={folder.Path}", ["'tlsCAFile'", folder.Path, "can't be read"]),
            ($"tlsCAFile={song}", ["'tlsCAFile'", song, "not PEM"]),
            ($"tlsCertificateKeyFile={absent}", ["'tlsCertificateKeyFile'", absent, "not there"]),
            ($"tlsCertificateKeyFile={song}", ["'tlsCertificateKeyFile'", song, "not PEM"]),
            ($"tlsCertificateKeyFile={key}", ["'tlsCertificateKeyFile'", key, "'tlsCertificateKeyFilePassword'"]),
            ($"tlsCertificateKeyFile={key}&tlsCertificateKeyFilePassword=x{Password}", ["'tlsCertificateKeyFile'", key, "does not open"]),
            ($"tlsCertificateKeyFilePassword={Password}", ["needs 'tlsCertificateKeyFile'"]),
            ($"tls=false&tlsCAFile={Save(authority.Certificate)}", ["'tlsCAFile' needs TLS"]),
        ];
        foreach (var (options, expected) in cases)
        {
            var refused = Assert.Throws<StoreUnusableException>(() => Open(options));

            Assert.All(expected, text => Assert.Contains(text, refused.Message, StringComparison.Ordinal));
            Assert.DoesNotContain(Password, refused.Message, StringComparison.Ordinal);
        }
    }

    private MongoStore Open(string options, string host = "127.0.0.1") => new(
        new MongoStoreOptions
        {
            ConnectionString = $"mongodb://{host}:{relay.Port}/?directConnection=true&serverSelectionTimeoutMS=3000&{options}",
        },
        TimeProvider.System);

    private string Save(X509Certificate2 authorityCertificate) => Write(authorityCertificate.ExportCertificatePem());

    private string Save(X509Certificate2 client, bool isEncrypted)
    {
        using var key = client.GetECDsaPrivateKey()!;
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        var pem = isEncrypted ? key.ExportEncryptedPkcs8PrivateKeyPem(Password, parameters) : key.ExportPkcs8PrivateKeyPem();
        return Write($"{client.ExportCertificatePem()}\n{pem}\n");
    }

    private string Write(string pem)
    {
        var path = Path.Combine(folder.Path, $"{Guid.NewGuid():N}.pem");
        File.WriteAllText(path, pem);
        return path;
    }
}
