using System.Security.Cryptography;
using System.Text;
using Activations.Grpc.Configuration;

namespace Activations.Grpc.Tls;

/// <summary>The contents of the files of TLS, read at one time.</summary>
internal sealed class TlsFiles
{
    private readonly List<string> problems = [];

    private TlsFiles(TlsOptions options)
    {
        Certificate = Read(nameof(options.CertificatePath), options.CertificatePath);
        Key = Read(nameof(options.KeyPath), options.KeyPath);
        Authorities = Read(nameof(options.ClientAuthorityPath), options.ClientAuthorityPath);
        Fingerprint = Convert.ToHexString(SHA256.HashData(
            [.. HashOf(Certificate), .. HashOf(Key), .. HashOf(Authorities), .. Encoding.UTF8.GetBytes(string.Concat(problems))]));
    }

    /// <summary>The certificate.</summary>
    public byte[]? Certificate { get; }

    /// <summary>The key, if it has a file of its own.</summary>
    public byte[]? Key { get; }

    /// <summary>The authorities of client certificates.</summary>
    public byte[]? Authorities { get; }

    /// <summary>
    /// Differs where the contents differ, or what can't be read. Times of files would not do: a file may be written twice
    /// within their resolution, and behind a link that is pointed elsewhere it may be older than the last one.
    /// </summary>
    public string Fingerprint { get; }

    /// <summary>What can't be read, by key.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Reads the files that are configured.</summary>
    public static TlsFiles Read(TlsOptions options) => new(options);

    private static byte[] HashOf(byte[]? contents) => SHA256.HashData(contents ?? []);

    private byte[]? Read(string name, string? path)
    {
        if (string.IsNullOrWhiteSpace(path))
            return null;
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Add($"Activations:Tls:{name}: there is no file '{path}'.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add($"Activations:Tls:{name}: the file '{path}' can't be read.");
        }

        return null;
    }
}
