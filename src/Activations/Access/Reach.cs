using System.Collections.Immutable;
using Activations.EndUsers;
using Activations.Identifiers;

namespace Activations.Access;

/// <summary>
/// What a caller can reach. Every load, list and count of a store takes one, so that what lies beyond it is not found
/// whatever a call forgets to check. Narrowed by an organisation, by hubs and by an end user; each that is given counts.
/// </summary>
public sealed class Reach : IEquatable<Reach>
{
    private Reach()
    {
    }

    /// <summary>Everything: that of the service itself, of its operator, and of every caller where nobody authenticates.</summary>
    public static Reach Everything { get; } = new();

    /// <summary>The organisation to which everything must belong, if any.</summary>
    public OrganisationId? Organisation { get; private init; }

    /// <summary>The hubs to which everything must belong, ordered and each once, if any are named.</summary>
    public ImmutableArray<HubId>? Hubs { get; private init; }

    /// <summary>The external id of the only end user who can be reached, if there is one.</summary>
    public string? ExternalId { get; private init; }

    /// <summary>Whether nothing narrows it.</summary>
    public bool IsEverything => Organisation is null && Hubs is null && ExternalId is null;

    /// <summary>Everything of an organisation.</summary>
    /// <param name="organisation">The organisation.</param>
    public static Reach Of(OrganisationId organisation) => new() { Organisation = organisation };

    /// <summary>Some hubs of an organisation, and what they hold.</summary>
    /// <param name="organisation">The organisation.</param>
    /// <param name="hubs">The hubs.</param>
    public static Reach Of(OrganisationId organisation, IEnumerable<HubId> hubs) => new()
    {
        Organisation = organisation,
        Hubs = [.. hubs.Distinct().OrderBy(hub => hub.Value)],
    };

    /// <summary>One end user, and of the hub what every end user can see.</summary>
    /// <param name="user">The user, who need not exist yet.</param>
    public static Reach Of(EndUserKey user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return new Reach { Hubs = [user.HubId], ExternalId = user.ExternalId };
    }

    /// <summary>Whether a user with this key can be in it, as far as the key tells: the organisation is not in it.</summary>
    /// <param name="user">The key.</param>
    public bool Allows(EndUserKey user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return (Hubs is not { } hubs || hubs.Contains(user.HubId))
            && (ExternalId is null || ExternalId.Equals(user.ExternalId, StringComparison.Ordinal));
    }

    /// <summary>Whether all of an organisation, or of those of its hubs, is in it.</summary>
    /// <param name="organisation">The organisation.</param>
    /// <param name="hubs">The hubs; none for all of the organisation.</param>
    public bool Covers(OrganisationId organisation, ImmutableArray<HubId> hubs) =>
        ExternalId is null
        && (Organisation is null || Organisation == organisation)
        && (Hubs is not { } own || (!hubs.IsEmpty && hubs.All(hub => own.Contains(hub))));

    /// <inheritdoc />
    public bool Equals(Reach? other) => other is not null
        && Organisation == other.Organisation
        && ExternalId == other.ExternalId
        && (Hubs, other.Hubs) switch
        {
            (null, null) => true,
            ({ } one, { } two) => one.AsSpan().SequenceEqual(two.AsSpan()),
            _ => false,
        };

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Reach);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Organisation, ExternalId, Hubs?.Length, Hubs?.FirstOrDefault());
}
