namespace Activations.Grpc.Configuration;

/// <summary>The section <c>Activations:Tls</c>. Without a certificate the service listens without TLS.</summary>
internal sealed class TlsOptions
{
    /// <summary>No client certificate is asked for.</summary>
    public const string NoClientCertificates = "none";

    /// <summary>A client certificate is asked for; one that is sent must be valid.</summary>
    public const string ClientCertificatesAllowed = "allowed";

    /// <summary>Nobody connects without a valid client certificate.</summary>
    public const string ClientCertificatesRequired = "required";

    /// <summary>
    /// The file of the certificate: PEM, with the certificates of its issuers behind it, or PFX (PKCS #12) with the key.
    /// </summary>
    public string? CertificatePath { get; init; }

    /// <summary>The file of the private key of a PEM certificate, if it is not in the same file.</summary>
    public string? KeyPath { get; init; }

    /// <summary>The password of the PFX, or of an encrypted PEM key. Secret.</summary>
    public string? Password { get; init; }

    /// <summary>Whether clients show certificates: one of the values above.</summary>
    public string ClientCertificates { get; init; } = NoClientCertificates;

    /// <summary>The PEM file of the authorities that client certificates must come from.</summary>
    public string? ClientAuthorityPath { get; init; }

    /// <summary>Whether the service listens with TLS.</summary>
    public bool IsOn => !string.IsNullOrWhiteSpace(CertificatePath);

    /// <summary>Whether client certificates are asked for.</summary>
    public bool AsksForClientCertificates => ClientCertificates != NoClientCertificates;
}
