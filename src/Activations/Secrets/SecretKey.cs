using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Activations.Secrets;

/// <summary>A key that secrets are encrypted with: AES-256-GCM (NIST SP 800-38D).</summary>
[SuppressMessage("Design", "CA1001", Justification = "Lives as long as the process; the handles of its ciphers close themselves.")]
public sealed class SecretKey
{
    /// <summary>The length of a nonce in bytes.</summary>
    internal const int NonceBytes = 12;

    /// <summary>The length of a tag in bytes.</summary>
    internal const int TagBytes = 16;

    // A cipher is for one thread at a time, and making one costs more than using it.
    private readonly ThreadLocal<AesGcm> cipher;

    /// <summary>Makes a key.</summary>
    /// <param name="id">Its id, as <see cref="SecretKeys.IsId"/> takes it.</param>
    /// <param name="key">The key: 32 bytes, which are copied.</param>
    public SecretKey(string id, ReadOnlySpan<byte> key)
    {
        if (!SecretKeys.IsId(id))
            throw new ArgumentException("Not the id of a key.", nameof(id));
        if (key.Length != SecretKeys.KeyBytes)
            throw new ArgumentException("A key has 32 bytes.", nameof(key));
        Id = id;
        IdUtf8 = Encoding.UTF8.GetBytes(id);
        var bytes = key.ToArray();
        cipher = new ThreadLocal<AesGcm>(() => new AesGcm(bytes, TagBytes));
    }

    /// <summary>Its id.</summary>
    public string Id { get; }

    /// <summary>Its id in UTF-8.</summary>
    internal byte[] IdUtf8 { get; }

    /// <summary>The id alone.</summary>
    public override string ToString() => Id;

    /// <summary>Encrypts.</summary>
    internal void Encrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, Span<byte> ciphertext, Span<byte> tag, ReadOnlySpan<byte> associated) =>
        cipher.Value!.Encrypt(nonce, plain, ciphertext, tag, associated);

    /// <summary>Decrypts; answers whether the tag is right.</summary>
    internal bool TryDecrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, Span<byte> plain, ReadOnlySpan<byte> associated)
    {
        try
        {
            cipher.Value!.Decrypt(nonce, ciphertext, tag, plain, associated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }
}
