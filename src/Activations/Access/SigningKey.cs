using Activations.Identifiers;

namespace Activations.Access;

/// <summary>A public key of a hub's owner, with which the tokens of the hub's end users are verified.</summary>
public sealed record SigningKey
{
    /// <summary>The key's id, by which tokens name it.</summary>
    public required SigningKeyId Id { get; init; }

    /// <summary>The hub whose end users' tokens it verifies.</summary>
    public required HubId HubId { get; init; }

    /// <summary>Who owns the hub.</summary>
    public required OrganisationId OrganisationId { get; init; }

    /// <summary>A name for people; need not be unique.</summary>
    public required string Name { get; init; }

    /// <summary>The algorithm of its tokens (RFC 7518, section 3.1): <c>RS256</c> or <c>ES256</c>.</summary>
    public required string Algorithm { get; init; }

    /// <summary>The key: a SubjectPublicKeyInfo in PEM (RFC 7468, section 13).</summary>
    public required string PublicKeyPem { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
