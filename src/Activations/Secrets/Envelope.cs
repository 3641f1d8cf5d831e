using System.Buffers.Text;

namespace Activations.Secrets;

/// <summary>
/// How a sealed secret stands in a store: <c>{"sealed": 1, "keyId": "…", "nonce": "…", "ciphertext": "…"}</c>, with the tag
/// behind the ciphertext, both in base64. The layout is fixed to the byte, so that it is read without a parser. The blanks
/// tell it from a caller's JSON, which is always written without any.
/// </summary>
internal readonly ref struct Envelope
{
    private static readonly int NonceLength = Base64.GetMaxEncodedToUtf8Length(SecretKey.NonceBytes);

    private Envelope(ReadOnlySpan<byte> keyId, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext)
    {
        KeyId = keyId;
        Nonce = nonce;
        Ciphertext = ciphertext;
    }

    /// <summary>The id of the key.</summary>
    public ReadOnlySpan<byte> KeyId { get; }

    /// <summary>The nonce in base64.</summary>
    public ReadOnlySpan<byte> Nonce { get; }

    /// <summary>The ciphertext and the tag in base64.</summary>
    public ReadOnlySpan<byte> Ciphertext { get; }

    /// <summary>The length of the secret in bytes.</summary>
    public int PlainLength => Math.Max(
        0, (Ciphertext.Length / 4 * 3) - (Ciphertext.Length - Ciphertext.TrimEnd((byte)'=').Length) - SecretKey.TagBytes);

    private static ReadOnlySpan<byte> Mark => "{\"sealed\": "u8;

    private static ReadOnlySpan<byte> BeforeKeyId => "1, \"keyId\": \""u8;

    private static ReadOnlySpan<byte> BeforeNonce => "\", \"nonce\": \""u8;

    private static ReadOnlySpan<byte> BeforeCiphertext => "\", \"ciphertext\": \""u8;

    private static ReadOnlySpan<byte> End => "\"}"u8;

    /// <summary>Whether a stored text is an envelope of this or of a newer version, whole or not.</summary>
    public static bool IsMarked(ReadOnlySpan<byte> stored) => stored.StartsWith(Mark);

    /// <summary>Takes an envelope of this version apart.</summary>
    public static bool TryRead(ReadOnlySpan<byte> stored, out Envelope envelope)
    {
        envelope = default;
        if (!Take(ref stored, Mark) || !Take(ref stored, BeforeKeyId))
            return false;
        var keyIdLength = stored.IndexOf((byte)'"');
        if (keyIdLength is <= 0 or > SecretKeys.MaxIdLength)
            return false;
        var keyId = stored[..keyIdLength];
        stored = stored[keyIdLength..];
        if (!Take(ref stored, BeforeNonce) || stored.Length < NonceLength)
            return false;
        var nonce = stored[..NonceLength];
        stored = stored[NonceLength..];
        if (!Take(ref stored, BeforeCiphertext) || !stored.EndsWith(End))
            return false;
        envelope = new Envelope(keyId, nonce, stored[..^End.Length]);
        return true;
    }

    /// <summary>Puts an envelope together.</summary>
    /// <param name="keyId">The id of the key.</param>
    /// <param name="nonce">The nonce.</param>
    /// <param name="ciphertext">The ciphertext and the tag.</param>
    public static byte[] Write(ReadOnlySpan<byte> keyId, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext)
    {
        var length = Mark.Length + BeforeKeyId.Length + keyId.Length + BeforeNonce.Length + NonceLength
            + BeforeCiphertext.Length + Base64.GetMaxEncodedToUtf8Length(ciphertext.Length) + End.Length;
        var envelope = new byte[length];
        var left = envelope.AsSpan();
        Put(ref left, Mark);
        Put(ref left, BeforeKeyId);
        Put(ref left, keyId);
        Put(ref left, BeforeNonce);
        PutBase64(ref left, nonce);
        Put(ref left, BeforeCiphertext);
        PutBase64(ref left, ciphertext);
        Put(ref left, End);
        return envelope;
    }

    private static bool Take(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> part)
    {
        if (!text.StartsWith(part))
            return false;
        text = text[part.Length..];
        return true;
    }

    private static void Put(ref Span<byte> left, ReadOnlySpan<byte> part)
    {
        part.CopyTo(left);
        left = left[part.Length..];
    }

    private static void PutBase64(ref Span<byte> left, ReadOnlySpan<byte> bytes)
    {
        Base64.EncodeToUtf8(bytes, left, out _, out var written);
        left = left[written..];
    }
}
