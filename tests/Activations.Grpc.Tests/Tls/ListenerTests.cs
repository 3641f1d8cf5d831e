using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Activations.Grpc.Tests.Calls;

namespace Activations.Grpc.Tests.Tls;

/// <summary>Which versions and protocols a listener takes, and in which forms a certificate may come.</summary>
public sealed class ListenerTests
{
    private const byte AlertRecord = 21;
    private const byte HandshakeRecord = 22;
    private const byte ProtocolVersionAlert = 70;

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task TLS_1_2_and_1_3_are_taken(SslProtocols version)
    {
        await using var scene = await StartAsync();

        var rest = await scene.ConnectAsync(scene.Service.RestAddress, version, SslApplicationProtocol.Http11);
        var grpc = await scene.ConnectAsync(scene.Service.GrpcAddress, version, SslApplicationProtocol.Http2);

        Assert.Equal((version, version), (rest.SslProtocol, grpc.SslProtocol));
        Assert.Equal(
            (SslApplicationProtocol.Http11, SslApplicationProtocol.Http2),
            (rest.NegotiatedApplicationProtocol, grpc.NegotiatedApplicationProtocol));
    }

    [Theory]
    [InlineData(0x0301, false)] // TLS 1.0
    [InlineData(0x0302, false)] // TLS 1.1
    [InlineData(0x0303, true)] // TLS 1.2
    public async Task Older_versions_are_refused(ushort version, bool isTaken)
    {
        // Written by hand, since the client's own library no longer offers the older ones.
        await using var scene = await StartAsync();
        foreach (var address in new[] { scene.Service.RestAddress, scene.Service.GrpcAddress })
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
            await socket.GetStream().WriteAsync(ClientHello(version), TestContext.Current.CancellationToken);
            var answer = new byte[7];
            await socket.GetStream().ReadExactlyAsync(answer, TestContext.Current.CancellationToken);

            Assert.Equal(isTaken ? HandshakeRecord : AlertRecord, answer[0]);
            Assert.Equal(!isTaken, answer[6] == ProtocolVersionAlert);
        }
    }

    [Theory]
    [InlineData(Transport.Grpc)]
    [InlineData(Transport.Rest)]
    public async Task Both_ports_serve_both(Transport transport)
    {
        await using var scene = await StartAsync();

        await scene.AssertAnswersAsync(transport, scene.Service.RestAddress);
        await scene.AssertAnswersAsync(transport, scene.Service.GrpcAddress);

        Assert.NotEqual(scene.Service.RestAddress.Port, scene.Service.GrpcAddress.Port);
    }

    [Fact]
    public async Task One_port_serves_both()
    {
        var port = FreePort();
        await using var scene = await StartAsync($"--Activations:Http:Port={port}", $"--Activations:Grpc:Port={port}");

        await scene.AssertAnswersAsync(Transport.Grpc, scene.Service.GrpcAddress);
        await scene.AssertAnswersAsync(Transport.Rest, scene.Service.RestAddress);

        Assert.Equal(new Uri($"https://127.0.0.1:{port}"), scene.Service.RestAddress);
        Assert.Equal(scene.Service.RestAddress, scene.Service.GrpcAddress);
    }

    [Fact]
    public async Task REST_is_served_over_HTTP_2_too()
    {
        await using var scene = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/hubs/x")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var answer = await scene.HttpClientOf(scene.Service.RestAddress)
            .SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((HttpVersion.Version20, HttpStatusCode.BadRequest), (answer.Version, answer.StatusCode));
    }

    [Fact]
    public async Task The_certificates_of_the_issuers_are_sent_along()
    {
        await using var scene = new TlsScene();
        var intermediate = scene.Authority.CreateIntermediate();
        scene.Write(intermediate.IssueServer(), intermediate.Certificate);
        await scene.StartAsync();

        await scene.AssertAnswersAsync(Transport.Rest, scene.Service.RestAddress);
    }

    [Theory]
    [InlineData("s3cr3t")]
    [InlineData(null)]
    public async Task A_certificate_may_be_a_PFX(string? password)
    {
        await using var scene = new TlsScene();
        var intermediate = scene.Authority.CreateIntermediate();
        var certificates = new X509Certificate2Collection
        {
            X509CertificateLoader.LoadCertificate(intermediate.Certificate.RawData),
            intermediate.IssueServer(),
        };
        await File.WriteAllBytesAsync(
            scene.PathOf("tls.pfx"), certificates.Export(X509ContentType.Pkcs12, password)!, TestContext.Current.CancellationToken);
        await scene.StartWithAsync(
            [$"--Activations:Tls:CertificatePath={scene.PathOf("tls.pfx")}", .. PasswordSwitch(password)]);

        await scene.AssertAnswersAsync(Transport.Grpc, scene.Service.GrpcAddress);
    }

    [Theory]
    [InlineData("s3cr3t")]
    [InlineData(null)]
    public async Task A_key_may_be_encrypted_or_stand_behind_its_certificate(string? password)
    {
        await using var scene = new TlsScene();
        var certificate = scene.Authority.IssueServer();
        var key = password is null ? TlsScene.KeyOf(certificate) : TlsScene.EncryptedKeyOf(certificate, password);
        await File.WriteAllTextAsync(
            scene.PathOf("both.pem"), $"{certificate.ExportCertificatePem()}\n{key}\n", TestContext.Current.CancellationToken);
        await scene.StartWithAsync(
            [$"--Activations:Tls:CertificatePath={scene.PathOf("both.pem")}", .. PasswordSwitch(password)]);

        await scene.AssertAnswersAsync(Transport.Rest, scene.Service.RestAddress);
    }

    private static string[] PasswordSwitch(string? password) => password is null ? [] : [$"--Activations:Tls:Password={password}"];

    private static async Task<TlsScene> StartAsync(params string[] args)
    {
        var scene = new TlsScene();
        scene.Write(scene.Authority.IssueServer());
        await scene.StartAsync(args);
        return scene;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A ClientHello (RFC 5246, section 7.4.1.2) that offers what a server of any of these versions may choose.</summary>
    private static byte[] ClientHello(ushort version)
    {
        byte[] extensions =
        [
            0, 10, 0, 4, 0, 2, 0, 23, // supported groups: secp256r1
            0, 11, 0, 2, 1, 0, // point formats: uncompressed
            0, 13, 0, 4, 0, 2, 4, 3, // signatures: ecdsa_secp256r1_sha256
        ];
        byte[] body =
        [
            (byte)(version >> 8), (byte)version,
            .. RandomNumberGenerator.GetBytes(32),
            0, // no session
            0, 4, 0xC0, 0x2B, 0xC0, 0x09, // ECDHE-ECDSA with AES-128, GCM and CBC
            1, 0, // no compression
            0, (byte)extensions.Length, .. extensions,
        ];
        byte[] hello = [1, 0, 0, (byte)body.Length, .. body];
        var record = new byte[5];
        record[0] = HandshakeRecord;
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(1), 0x0301);
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(3), (ushort)hello.Length);
        return [.. record, .. hello];
    }
}
