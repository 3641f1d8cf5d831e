using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Activations.Errors;
using Activations.Json;

namespace Activations.Secrets;

/// <summary>
/// Turns secrets into envelopes and back: AES-256-GCM with a random nonce of 96 bits and a tag of 128 bits. The identity of
/// the record is associated data, so that an envelope that was moved to another record does not open. Safe for use by many
/// callers at once.
/// </summary>
/// <param name="keys">The keys.</param>
public sealed class Sealer(SecretKeys keys)
{
    private const byte Version = 1;
    private const int OnTheStack = 512;

    private static readonly SearchValues<byte> Printable =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);

    /// <summary>Whether there is a key to seal with.</summary>
    public bool CanSeal => keys.Active is not null;

    /// <summary>Whether a stored text is an envelope; a caller's JSON never looks like one.</summary>
    /// <param name="stored">The text.</param>
    public static bool IsSealed(JsonText stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return Envelope.IsMarked(stored.Utf8.Span);
    }

    /// <summary>The envelope that a JSON object is, however it is laid out; null if it is none.</summary>
    /// <param name="value">The object.</param>
    public static JsonText? FindEnvelope(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
        && value.TryGetProperty("sealed", out var version) && version.ValueKind == JsonValueKind.Number
        && TryGetText(value, "keyId", out var keyId)
        && TryGetText(value, "nonce", out var nonce)
        && TryGetText(value, "ciphertext", out var ciphertext)
            ? JsonText.FromTrustedText(
                $$"""{"sealed": {{version.GetRawText()}}, "keyId": {{keyId}}, "nonce": {{nonce}}, "ciphertext": {{ciphertext}}}""")
            : null;

    /// <summary>Encrypts a secret with the active key.</summary>
    /// <param name="plain">The secret.</param>
    /// <param name="identity">The identity of the record that will hold it, such as <c>hub/…/primary-connector</c>.</param>
    /// <returns>The envelope.</returns>
    /// <exception cref="SecretsKeyMissingException">There is no key.</exception>
    public JsonText Seal(JsonText plain, string identity)
    {
        ArgumentNullException.ThrowIfNull(plain);
        ArgumentNullException.ThrowIfNull(identity);
        var key = keys.Active ?? throw new SecretsKeyMissingException();

        Span<byte> nonce = stackalloc byte[SecretKey.NonceBytes];
        RandomNumberGenerator.Fill(nonce);
        var utf8 = plain.Utf8.Span;
        var length = utf8.Length + SecretKey.TagBytes;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        Span<byte> buffer = stackalloc byte[OnTheStack];
        key.Encrypt(
            nonce,
            utf8,
            rented.AsSpan(0, utf8.Length),
            rented.AsSpan(utf8.Length, SecretKey.TagBytes),
            Associate(key.IdUtf8, identity, buffer));
        var envelope = Envelope.Write(key.IdUtf8, nonce, rented.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(rented);
        return JsonText.FromTrustedUtf8(envelope);
    }

    /// <summary>Decrypts what <see cref="Seal"/> made.</summary>
    /// <param name="stored">The envelope.</param>
    /// <param name="identity">The identity of the record that holds it.</param>
    /// <exception cref="SecretUnreadableException">
    /// Its key is not there, or it is not what was stored in this record.
    /// </exception>
    public JsonText Open(JsonText stored, string identity) => JsonText.FromTrustedUtf8(OpenUtf8(stored, identity));

    /// <summary>Whether a stored text is sealed with the active key, so that rotation passes over it.</summary>
    internal bool IsSealedWithActiveKey(JsonText stored) => Envelope.TryRead(stored.Utf8.Span, out var envelope)
        && keys.Active is { } key && envelope.KeyId.SequenceEqual(key.IdUtf8);

    internal byte[] OpenUtf8(JsonText stored, string identity)
    {
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(identity);
        if (!Envelope.TryRead(stored.Utf8.Span, out var envelope) || envelope.KeyId.ContainsAnyExcept(Printable))
            throw new SecretUnreadableException(null, identity, "it is damaged, or a newer release wrote it");
        var key = keys.Find(envelope.KeyId)
            ?? throw Unreadable(envelope, identity, "Activations:Secrets has no such key");

        Span<byte> nonce = stackalloc byte[SecretKey.NonceBytes];
        var maxLength = Base64.GetMaxDecodedFromUtf8Length(envelope.Ciphertext.Length);
        var rented = ArrayPool<byte>.Shared.Rent(maxLength);
        try
        {
            if (!IsWhole(envelope.Nonce, nonce, out var nonceLength) || nonceLength != SecretKey.NonceBytes
                || !IsWhole(envelope.Ciphertext, rented, out var length) || length < SecretKey.TagBytes)
            {
                throw Unreadable(envelope, identity, "it is damaged");
            }

            var plain = new byte[length - SecretKey.TagBytes];
            Span<byte> buffer = stackalloc byte[OnTheStack];
            return key.TryDecrypt(
                nonce,
                rented.AsSpan(0, plain.Length),
                rented.AsSpan(plain.Length, SecretKey.TagBytes),
                plain,
                Associate(key.IdUtf8, identity, buffer))
                ? plain
                : throw Unreadable(envelope, identity, "it was changed, comes from another record, or was sealed with another key of this id");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static bool TryGetText(JsonElement value, string member, out string text)
    {
        var isThere = value.TryGetProperty(member, out var found) && found.ValueKind == JsonValueKind.String;
        text = isThere ? $"\"{JsonEncodedText.Encode(found.GetString()!, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"" : "";
        return isThere;
    }

    private static bool IsWhole(ReadOnlySpan<byte> base64, Span<byte> bytes, out int length) =>
        Base64.DecodeFromUtf8(base64, bytes, out _, out length) == OperationStatus.Done;

    private static SecretUnreadableException Unreadable(Envelope envelope, string identity, string problem) =>
        new(Encoding.UTF8.GetString(envelope.KeyId), identity, problem);

    /// <summary>The associated data: version, key and record. None of them can hold what stands between them.</summary>
    private static ReadOnlySpan<byte> Associate(ReadOnlySpan<byte> keyId, string identity, Span<byte> buffer)
    {
        var length = 1 + keyId.Length + 1 + Encoding.UTF8.GetByteCount(identity);
        if (length > buffer.Length)
            buffer = new byte[length];
        buffer[0] = Version;
        keyId.CopyTo(buffer[1..]);
        buffer[1 + keyId.Length] = 0;
        Encoding.UTF8.GetBytes(identity, buffer[(2 + keyId.Length)..]);
        return buffer[..length];
    }
}
