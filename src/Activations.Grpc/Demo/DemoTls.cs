using Activations.Grpc.Configuration;
using Activations.Grpc.Tls;

namespace Activations.Grpc.Demo;

/// <summary>How the demo, and the lines that it prints, reach a service that may listen with TLS.</summary>
/// <param name="Options">The configuration of TLS.</param>
/// <param name="Handshakes">The certificates, if it does.</param>
internal sealed record DemoTls(TlsOptions Options, TlsHandshakes? Handshakes)
{
    /// <summary>Whether the demo can't call for want of a certificate of its own.</summary>
    public bool ClientCertificateIsRequired => Handshakes is { ClientCertificateIsRequired: true };

    /// <summary>The command for REST.</summary>
    public string Curl => Options.IsOn ? $"curl --cacert {QuotedPath}" : "curl";

    /// <summary>The command for gRPC.</summary>
    public string Grpcurl => Options.IsOn ? $"grpcurl -cacert {QuotedPath}" : "grpcurl -plaintext";

    private string QuotedPath => $"'{Path.GetFullPath(Options.CertificatePath!).Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>Of a service that is built.</summary>
    public static DemoTls Of(IServiceProvider services)
    {
        var options = services.GetRequiredService<TlsOptions>();
        return new DemoTls(options, options.IsOn ? services.GetRequiredService<TlsHandshakes>() : null);
    }

    /// <summary>For calls to this service: its certificate is known, so nobody needs to vouch for it.</summary>
    public HttpClientHandler CreateHandler() => new()
    {
        ServerCertificateCustomValidationCallback = Handshakes is null
            ? null
            : (_, certificate, _, _) => certificate is not null
                && certificate.RawDataMemory.Span.SequenceEqual(Handshakes.Current.Certificate.RawDataMemory.Span),
    };
}
