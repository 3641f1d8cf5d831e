using System.Net;
using Activations.Grpc.Configuration;
using Activations.Grpc.Tls;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Activations.Grpc.Hosting;

/// <summary>Where the service listens, and for which protocols.</summary>
internal static class Listeners
{
    /// <summary>
    /// Opens the listeners of REST and gRPC. With TLS a client says in the handshake which protocol it speaks (ALPN, RFC
    /// 7301), so that either listener serves both, and one port does.
    /// </summary>
    public static void Listen(this ConfigureWebHostBuilder web, ActivationsOptions options) => web.ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        // Bodies are limited where they are read: by JsonBody on REST, by the message size on gRPC. Past their limit
        // they are refused with an answer, where the server's own limit would cut the connection.
        kestrel.Limits.MaxRequestBodySize = null;
        var address = IPAddress.Parse(options.BindAddress);
        if (!options.Tls.IsOn)
        {
            kestrel.Listen(address, options.Http.Port, listener => listener.Protocols = HttpProtocols.Http1);
            kestrel.Listen(address, options.Grpc.Port, listener => listener.Protocols = HttpProtocols.Http2);
            return;
        }

        var handshakes = kestrel.ApplicationServices.GetRequiredService<TlsHandshakes>();
        kestrel.Listen(address, options.Http.Port, listener => ListenWithTls(listener, handshakes));
        if (options.Grpc.Port != options.Http.Port || options.Grpc.Port == 0)
            kestrel.Listen(address, options.Grpc.Port, listener => ListenWithTls(listener, handshakes));
    });

    private static void ListenWithTls(Microsoft.AspNetCore.Server.Kestrel.Core.ListenOptions listener, TlsHandshakes handshakes)
    {
        listener.Protocols = HttpProtocols.Http1AndHttp2;
        listener.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(handshakes.Choose()) });
    }
}
