using Activations.Access;
using Google.Protobuf.WellKnownTypes;
using Proto = Activations.V1;

namespace Activations.Grpc.Mapping;

/// <summary>API keys and signing keys as messages.</summary>
internal static class KeyReplies
{
    /// <summary>An API key, without its secret.</summary>
    public static Proto.ApiKey ToProto(this ApiKey key) => new()
    {
        Id = key.Id.ToString(),
        Name = key.Name,
        OrganisationId = key.OrganisationId.ToString(),
        HubIds = { key.HubIds.Select(hub => hub.ToString()) },
        Scopes = { KeyScopeNames.NamesOf(key.Scopes) },
        CreatedAt = key.CreatedAt.ToTimestamp(),
        ExpiresAt = key.ExpiresAt?.ToTimestamp(),
        RevokedAt = key.RevokedAt?.ToTimestamp(),
        LastUsedAt = key.LastUsedAt?.ToTimestamp(),
    };

    /// <summary>A signing key.</summary>
    public static Proto.SigningKey ToProto(this SigningKey key) => new()
    {
        Id = key.Id.ToString(),
        HubId = key.HubId.ToString(),
        Name = key.Name,
        Algorithm = key.Algorithm,
        PublicKey = key.PublicKeyPem,
        CreatedAt = key.CreatedAt.ToTimestamp(),
    };
}
