namespace Activations.Identifiers;

/// <summary>
/// Makes ULIDs of the present millisecond and 80 random bits, each greater than the one before (the specification's
/// monotonic order), so that what one service makes is listed in the order in which it was made.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class UlidSource(TimeProvider time) : IIdSource
{
    private readonly Lock order = new();
    private Ulid last;

    /// <inheritdoc />
    public Ulid NextUlid()
    {
        var next = Ulid.NewUlid(time.GetUtcNow());
        lock (order)
        {
            last = next.CompareTo(last) > 0 ? next : last.Neighbour(1);
            return last;
        }
    }
}
