using Activations.EndUsers;
using Activations.Integrations;
using Activations.Json;

namespace Activations.Secrets;

/// <summary>
/// Which values are secret, and how they go into a store and come out of it. What was read and is written back is the same
/// envelope. What a store holds in clear, since an earlier release wrote it, is read as it is.
/// </summary>
/// <param name="sealer">What encrypts.</param>
internal sealed class SecretForms(Sealer sealer)
{
    /// <summary>The stored form of a credential's data; an empty object holds no secret.</summary>
    public JsonText StoredData(JsonText data, string identity) =>
        EnvelopeOf(data, identity) ?? (IsSecretData(data) ? sealer.Seal(data, identity) : data);

    /// <summary>The stored form of an auth scheme: the whole of one that holds a secret is sealed.</summary>
    public AuthScheme StoredScheme(AuthScheme scheme, string identity) => EnvelopeOf(scheme.Config, identity) is { } envelope
        ? new AuthScheme(envelope)
        : IsSecretScheme(scheme) ? new AuthScheme(sealer.Seal(scheme.Config, identity)) : scheme;

    /// <summary>What a stored form stands for.</summary>
    public JsonText Open(JsonText stored, string identity) =>
        Sealer.IsSealed(stored) ? JsonText.From(new SealedText(sealer, stored, identity)) : stored;

    /// <summary>What a stored form stands for.</summary>
    public AuthScheme Open(AuthScheme stored, string identity) =>
        Sealer.IsSealed(stored.Config) ? new AuthScheme(Open(stored.Config, identity)) : stored;

    /// <summary>Whether what was read is a secret that is not sealed with the active key.</summary>
    public bool IsDue(ConnectionCredential credential) => IsDue(credential.AuthScheme) || (credential.Credential.Data is var data
        && (data.Source is SealedText read ? !sealer.IsSealedWithActiveKey(read.Envelope) : IsSecretData(data)));

    /// <summary>Whether what was read is a secret that is not sealed with the active key.</summary>
    public bool IsDue(AuthScheme scheme) => scheme.Config.Source is SealedText read
        ? !sealer.IsSealedWithActiveKey(read.Envelope)
        : IsSecretScheme(scheme);

    /// <summary>How a scheme was stored, if it was read; otherwise in clear.</summary>
    public static AuthScheme StoredBefore(AuthScheme scheme, string identity) =>
        EnvelopeOf(scheme.Config, identity) is { } envelope ? new AuthScheme(envelope) : scheme;

    /// <summary>
    /// The stored form of a scheme that was saved as another one. Without a key, one that was stored in clear and does not
    /// change stays as it is: nothing of it is written.
    /// </summary>
    public AuthScheme StoredAfter(AuthScheme before, AuthScheme after, string identity) =>
        ReferenceEquals(before, after) && !sealer.CanSeal ? StoredBefore(after, identity) : StoredScheme(after, identity);

    /// <summary>A copy that does not know how it was stored, so that it is sealed anew.</summary>
    public static AuthScheme Anew(AuthScheme scheme) => new(Anew(scheme.Config));

    /// <summary>A copy that does not know how it was stored, so that it is sealed anew.</summary>
    public static ConnectionCredential Anew(ConnectionCredential credential) => credential with
    {
        AuthScheme = Anew(credential.AuthScheme),
        Credential = credential.Credential with { Data = Anew(credential.Credential.Data) },
    };

    private static JsonText Anew(JsonText text) => JsonText.FromTrustedUtf8(text.Utf8.ToArray());

    private static JsonText? EnvelopeOf(JsonText text, string identity) =>
        text.Source is SealedText read && read.Identity == identity ? read.Envelope : null;

    // What looks like an envelope is sealed whatever it is, so that nothing in a store looks like one and is none.
    private static bool IsSecretData(JsonText data) => data.ByteCount > JsonText.EmptyObject.ByteCount;

    private static bool IsSecretScheme(AuthScheme scheme) => scheme.HasSecrets || Sealer.IsSealed(scheme.Config);
}
