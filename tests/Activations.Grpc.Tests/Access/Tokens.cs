using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Activations.Access;
using Activations.Grpc.Tests.Service;
using Activations.Identifiers;
using Activations.Stores;

namespace Activations.Grpc.Tests.Access;

/// <summary>A key pair of a hub's owner, whose public key is registered.</summary>
internal sealed class SigningPair : IDisposable
{
    private readonly RSA? rsa;
    private readonly ECDsa? ecdsa;

    private SigningPair(RSA? rsa, ECDsa? ecdsa)
    {
        (this.rsa, this.ecdsa) = (rsa, ecdsa);
        PublicKey = (AsymmetricAlgorithm?)rsa ?? ecdsa!;
    }

    /// <summary>The id of the signing key.</summary>
    public string Id { get; private set; } = Catalogue.NewId();

    /// <summary>Its algorithm.</summary>
    public string Algorithm => rsa is null ? "ES256" : "RS256";

    /// <summary>The pair, for what can be told of it.</summary>
    public AsymmetricAlgorithm PublicKey { get; }

    /// <summary>The header of a token.</summary>
    public string Header => $$"""{"alg":"{{Algorithm}}","typ":"JWT"}""";

    /// <summary>A pair that is registered nowhere.</summary>
    public static SigningPair Create(string algorithm) => algorithm == "RS256"
        ? new SigningPair(RSA.Create(2048), null)
        : new SigningPair(null, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>A pair whose public key is registered for a hub.</summary>
    public static async Task<SigningPair> RegisterAsync(IStore store, string hubId, string algorithm = "ES256")
    {
        var pair = Create(algorithm);
        await pair.RegisterAsync(store, hubId);
        return pair;
    }

    /// <summary>Registers the public key for a hub.</summary>
    public async Task RegisterAsync(IStore store, string hubId)
    {
        var hub = await store.Hubs.LoadAsync(
            Reach.Everything, Activations.Identifiers.Id.Parse<HubId>(hubId), TestContext.Current.CancellationToken);
        var key = new SigningKey
        {
            Id = Activations.Identifiers.Id.Parse<SigningKeyId>(Id),
            HubId = hub!.Id,
            OrganisationId = hub.OrganisationId,
            Name = "Key",
            Algorithm = Algorithm,
            PublicKeyPem = PublicKey.ExportSubjectPublicKeyInfoPem(),
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        Assert.True(await store.SigningKeys.AddAsync(key, TestContext.Current.CancellationToken));
    }

    /// <summary>The claims of a user for an hour; in place of members, or behind them, what <paramref name="more"/> says.</summary>
    public string Claims(string subject, DateTimeOffset? now = null, string more = "") => $$"""
        {"iss":"https://hub.example/sk/{{Id}}","sub":"{{subject}}","exp":{{(now ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds() + 3600}}{{more}}}
        """;

    /// <summary>A token of a user.</summary>
    public string TokenOf(string subject) => Sign(Header, Claims(subject));

    /// <summary>A token with these texts for its header and its claims.</summary>
    public string Sign(string header, string claims)
    {
        var signed = $"{Encode(header)}.{Encode(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>A text in base64url.</summary>
    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    /// <inheritdoc />
    public void Dispose() => PublicKey.Dispose();

    private byte[] Sign(byte[] data) => rsa is null
        ? ecdsa!.SignData(data, HashAlgorithmName.SHA256)
        : rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}
