using System.Net.Security;
using Activations.Grpc.Configuration;

namespace Activations.Grpc.Tls;

/// <summary>
/// Chooses the certificate of each handshake. The files are looked at again when a handshake comes a second or more after
/// the last look, so that a renewed certificate is used without a restart; connections that stand keep the one they have.
/// </summary>
internal sealed partial class TlsHandshakes
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly TlsOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<TlsHandshakes> logger;
    private readonly Lock looking = new();

    private volatile TlsMaterial current;
    private string fingerprint;
    private long lookedAt;

    /// <summary>Reads the files.</summary>
    /// <exception cref="InvalidConfigurationException">They can't be used.</exception>
    public TlsHandshakes(TlsOptions options, TimeProvider time, ILogger<TlsHandshakes> logger)
    {
        this.options = options;
        this.time = time;
        this.logger = logger;
        lookedAt = time.GetTimestamp();
        var files = TlsFiles.Read(options);
        fingerprint = files.Fingerprint;
        var (material, problems) = TlsMaterial.Load(files, options);
        current = material ?? throw new InvalidConfigurationException(problems);
    }

    /// <summary>What is used now.</summary>
    public TlsMaterial Current => current;

    /// <summary>Whether nobody connects without a client certificate.</summary>
    public bool ClientCertificateIsRequired => options.ClientCertificates == TlsOptions.ClientCertificatesRequired;

    /// <summary>The options of a handshake that begins.</summary>
    public SslServerAuthenticationOptions Choose()
    {
        if (IsTimeToLook() && looking.TryEnter()) // others go on with what there is
        {
            try
            {
                if (IsTimeToLook())
                    Look();
            }
            finally
            {
                looking.Exit();
            }
        }

        return current.Handshake;
    }

    private bool IsTimeToLook() => time.GetElapsedTime(Volatile.Read(ref lookedAt)) >= LookInterval;

    private void Look()
    {
        var files = TlsFiles.Read(options);
        Volatile.Write(ref lookedAt, time.GetTimestamp());
        if (files.Fingerprint == fingerprint)
            return;

        fingerprint = files.Fingerprint;
        var (material, problems) = TlsMaterial.Load(files, options);
        if (material is null)
        {
            LogUnfit(string.Join(' ', problems), current.Certificate.Thumbprint);
            return;
        }

        current = material;
        LogChanged(material.Certificate.Thumbprint, material.Certificate.NotAfter.ToUniversalTime());
    }

    [LoggerMessage(10, LogLevel.Information, "Handshakes use the certificate {Thumbprint} from now on, which ends at {NotAfter:u}")]
    private partial void LogChanged(string thumbprint, DateTime notAfter);

    [LoggerMessage(11, LogLevel.Warning, "The files of TLS changed and can't be used: {Problems} Handshakes go on with the certificate {Thumbprint}")]
    private partial void LogUnfit(string problems, string thumbprint);
}
