using System.Collections.Immutable;
using Activations.Identifiers;

namespace Activations.EndUsers;

/// <summary>A request id that an end user has used, and what for.</summary>
/// <param name="Value">The request id: 1–255 characters.</param>
/// <param name="Fingerprint">What the request said; see <see cref="RequestFingerprint"/>.</param>
/// <param name="ActivationId">The activation that was made. It may have been deleted since.</param>
/// <param name="UsedAt">When.</param>
public sealed record UsedRequestId(
    string Value, ImmutableArray<byte> Fingerprint, ActivationId ActivationId, DateTimeOffset UsedAt)
{
    /// <summary>The most characters of a request id.</summary>
    public const int MaxLength = 255;

    /// <summary>For how long a request id is remembered.</summary>
    public static TimeSpan RememberedFor { get; } = TimeSpan.FromHours(24);
}
