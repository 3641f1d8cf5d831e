using System.Collections.Immutable;
using Activations.Identifiers;

namespace Activations.Access;

/// <summary>What a back end authenticates with. Its secret is not here: only the hash is kept.</summary>
public sealed record ApiKey
{
    /// <summary>The key's id, which is part of the key itself and not secret.</summary>
    public required ApiKeyId Id { get; init; }

    /// <summary>A name for people; need not be unique.</summary>
    public required string Name { get; init; }

    /// <summary>The organisation it is for.</summary>
    public required OrganisationId OrganisationId { get; init; }

    /// <summary>The hubs it is for; none for all of the organisation.</summary>
    public required ImmutableArray<HubId> HubIds { get; init; }

    /// <summary>What it may be used for.</summary>
    public required KeyScopes Scopes { get; init; }

    /// <summary>The SHA-256 of its secret, 32 bytes.</summary>
    public required ImmutableArray<byte> Hash { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends, if it does.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked, if it was.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When it was last used, to the minute or so; null if it never was.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>What its holder can reach.</summary>
    public Reach Reach => HubIds.IsEmpty ? Reach.Of(OrganisationId) : Reach.Of(OrganisationId, HubIds);

    /// <summary>Whether it can be used.</summary>
    /// <param name="now">The present.</param>
    public bool IsLive(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is not { } end || now < end);
}
