using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Activations.Robustness.Faults.MongoDb;

namespace Activations.Stores.Tests.Mongo;

/// <summary>Speaks TLS before a server that does not, and remembers the certificate that a client showed.</summary>
internal sealed class TlsRelay : IAsyncDisposable
{
    private readonly IPEndPoint target;
    private readonly X509Certificate2 certificate;
    private readonly LoopbackListener listener;
    private volatile string? client;

    public TlsRelay(IPEndPoint target, X509Certificate2 certificate)
    {
        this.target = target;
        this.certificate = certificate;
        listener = new LoopbackListener(ServeAsync);
    }

    public int Port => listener.EndPoint.Port;

    /// <summary>The thumbprint of the certificate that the last client showed; null if it showed none.</summary>
    public string? Client => client;

    public ValueTask DisposeAsync() => listener.DisposeAsync();

    private async Task ServeAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        await using var tls = new SslStream(stream);
        try
        {
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificate = certificate,
                    ClientCertificateRequired = true,
                    RemoteCertificateValidationCallback = (_, shown, _, _) =>
                    {
                        client = (shown as X509Certificate2)?.Thumbprint;
                        return shown is null or X509Certificate2; // whoever issued it
                    },
                },
                cancellationToken);
        }
        catch (AuthenticationException)
        {
            return; // The client does not trust us.
        }

        using var server = new TcpClient();
        await server.ConnectAsync(target, cancellationToken);
        var there = tls.CopyToAsync(server.GetStream(), cancellationToken);
        await Task.WhenAny(there, server.GetStream().CopyToAsync(tls, cancellationToken));
    }
}
