using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Activations.Errors;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Errors;
using Activations.Grpc.Tests.Service;
using Activations.V1;
using Grpc.Net.Client;

namespace Activations.Grpc.Tests.Tls;

/// <summary>A service that listens with TLS, on certificate files of its own, and clients that trust its authority alone.</summary>
internal sealed class TlsScene : IAsyncDisposable
{
    private static readonly GetActivationRequest Request = new() { ActivationId = "01J0DEM0CNX000000000000001" };

    private readonly TemporaryFolder folder = new();
    private readonly List<IDisposable> clients = [];
    private FailingStore? store;
    private ServiceUnderTest? service;

    /// <summary>The authority of the service's certificates.</summary>
    public TestAuthority Authority { get; } = TestAuthority.Create();

    /// <summary>Moves when the test says so.</summary>
    public ManualTime Time { get; } = new();

    public ServiceUnderTest Service => service!;

    /// <summary>The path of a file.</summary>
    public string PathOf(string name) => folder.PathOf(name);

    /// <summary>Writes a certificate as PEM, with those of its issuers behind it, and its key.</summary>
    public void Write(X509Certificate2 certificate, params X509Certificate2[] issuers)
    {
        WriteCertificate(certificate, issuers);
        WriteKey(certificate);
    }

    public void WriteCertificate(X509Certificate2 certificate, params X509Certificate2[] issuers) =>
        File.WriteAllText(PathOf("tls.crt"), string.Join('\n', new[] { certificate }.Concat(issuers).Select(c => c.ExportCertificatePem())));

    public void WriteKey(X509Certificate2 certificate) => File.WriteAllText(PathOf("tls.key"), KeyOf(certificate));

    public void WriteClientAuthority(TestAuthority authority) =>
        File.WriteAllText(PathOf("clients.crt"), authority.Certificate.ExportCertificatePem());

    /// <summary>Starts with the files that were written.</summary>
    public Task StartAsync(params string[] args) => StartWithAsync(
        [$"--Activations:Tls:CertificatePath={PathOf("tls.crt")}", $"--Activations:Tls:KeyPath={PathOf("tls.key")}", .. args]);

    public async Task StartWithAsync(params string[] args)
    {
        store = new FailingStore { Failure = ResourceNotFoundException.Activation() };
        service = await ServiceUnderTest.StartAsync(args, store, Time);
    }

    /// <summary>Fails the test unless a call by a new connection reaches the service.</summary>
    public async Task AssertAnswersAsync(Transport transport, Uri address, X509Certificate2? client = null) =>
        (await On(transport, address, client).CallAsync(Request)).Refusal.As(Activations.V1.ErrorReason.ActivationNotFound);

    /// <summary>Fails the test if a call by a new connection reaches the service.</summary>
    public async Task AssertConnectsNotAsync(Transport transport, X509Certificate2? client)
    {
        if (transport == Transport.Rest)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => On(transport, Service.RestAddress, client).CallAsync(Request));
            return;
        }

        var refusal = (await On(transport, Service.GrpcAddress, client).CallAsync(Request)).Refusal;
        Assert.StartsWith("none: ", refusal.Reason, StringComparison.Ordinal); // it is the client's own
    }

    /// <summary>A new connection, its handshake done.</summary>
    public async Task<SslStream> ConnectAsync(Uri address, SslProtocols versions = SslProtocols.None, params SslApplicationProtocol[] protocols)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        var stream = new SslStream(socket.GetStream());
        clients.Add(stream);
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                EnabledSslProtocols = versions,
                ApplicationProtocols = [.. protocols],
                CertificateChainPolicy = Trust(),
            },
            TestContext.Current.CancellationToken);
        return stream;
    }

    /// <summary>The certificate that a new connection is shown.</summary>
    public async Task<string> ShownAsync()
    {
        var stream = await ConnectAsync(Service.RestAddress);
        return stream.RemoteCertificate!.GetCertHashString();
    }

    /// <summary>A client that trusts the service's authority, and may have a certificate.</summary>
    public HttpClient HttpClientOf(Uri address, X509Certificate2? certificate = null)
    {
        var client = new HttpClient(HandlerOf(certificate)) { BaseAddress = address };
        clients.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        clients.ForEach(client => client.Dispose());
        if (service is not null)
        {
            await service.DisposeAsync();
            await store!.DisposeAsync();
            Assert.Empty(service.Log.TakeErrors());
        }

        folder.Dispose();
    }

    /// <summary>A private key as PEM.</summary>
    public static string KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>A private key as PEM that a password opens.</summary>
    public static string EncryptedKeyOf(X509Certificate2 certificate, string password)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportEncryptedPkcs8PrivateKeyPem(
            password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
    }

    private Caller On(Transport transport, Uri address, X509Certificate2? certificate)
    {
        if (transport == Transport.Rest)
            return new RestCaller(HttpClientOf(address, certificate));
        var channel = GrpcChannel.ForAddress(
            address, new GrpcChannelOptions { HttpHandler = HandlerOf(certificate), DisposeHttpClient = true });
        clients.Add(channel);
        return new GrpcCaller(channel);
    }

    private SocketsHttpHandler HandlerOf(X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = Trust() } };
        if (certificate is not null)
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        return handler;
    }

    private X509ChainPolicy Trust() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        CustomTrustStore = { Authority.Certificate },
    };
}

/// <summary>A clock whose intervals pass when the test says so; its time of day is the machine's.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long timestamp;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref timestamp);

    public void Pass(TimeSpan interval) => Interlocked.Add(ref timestamp, interval.Ticks);
}
