namespace Activations.Identifiers;

/// <summary>Makes ULIDs of the present millisecond and 80 random bits.</summary>
/// <param name="time">The clock.</param>
public sealed class UlidSource(TimeProvider time) : IIdSource
{
    /// <inheritdoc />
    public Ulid NextUlid() => Ulid.NewUlid(time.GetUtcNow());
}
