using Activations.Grpc.Tls;

namespace Activations.Grpc.Configuration;

/// <summary>Checks <see cref="TlsOptions"/>, and what is in the files that they name.</summary>
internal static class TlsConfiguration
{
    /// <summary>What is wrong, by key.</summary>
    public static IEnumerable<string> Check(TlsOptions tls)
    {
        if (tls.ClientCertificates is not (TlsOptions.NoClientCertificates
            or TlsOptions.ClientCertificatesAllowed or TlsOptions.ClientCertificatesRequired))
        {
            yield return "Activations:Tls:ClientCertificates must be 'none', 'allowed' or 'required'.";
            yield break;
        }

        if (!tls.IsOn)
        {
            foreach (var key in KeysThatNeedTls(tls))
                yield return $"Activations:Tls:{key} needs Activations:Tls:CertificatePath: without a certificate there is no TLS.";
            yield break;
        }

        if (tls.AsksForClientCertificates != !string.IsNullOrWhiteSpace(tls.ClientAuthorityPath))
        {
            yield return "Activations:Tls:ClientAuthorityPath names the authorities of client certificates: "
                + "it goes with Activations:Tls:ClientCertificates 'allowed' or 'required', and they with it.";
        }

        foreach (var problem in TlsMaterial.Load(TlsFiles.Read(tls), tls).Problems)
            yield return problem;
    }

    private static IEnumerable<string> KeysThatNeedTls(TlsOptions tls)
    {
        if (!string.IsNullOrEmpty(tls.KeyPath))
            yield return nameof(tls.KeyPath);
        if (!string.IsNullOrEmpty(tls.Password))
            yield return nameof(tls.Password);
        if (tls.AsksForClientCertificates)
            yield return nameof(tls.ClientCertificates);
        if (!string.IsNullOrEmpty(tls.ClientAuthorityPath))
            yield return nameof(tls.ClientAuthorityPath);
    }
}
