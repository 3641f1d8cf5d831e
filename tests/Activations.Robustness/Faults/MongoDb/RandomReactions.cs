namespace Activations.Robustness.Faults.MongoDb;

/// <summary>A MongoDB that misbehaves at random, in each way that is known here.</summary>
/// <param name="seed">Where chance begins.</param>
/// <param name="chance">How likely it misbehaves at a command, 0–1.</param>
internal sealed class RandomReactions(int seed, double chance)
{
    private static readonly Func<Reaction>[] ToWrites =
    [
        () => Reaction.NotPrimary(isApplied: false, isRetryable: true),
        () => Reaction.NotPrimary(isApplied: false, isRetryable: false),
        () => Reaction.NotPrimary(isApplied: true, isRetryable: true),
        () => Reaction.NotPrimary(isApplied: true, isRetryable: false),
        () => Reaction.TimeLimitExceeded(isApplied: false),
        () => Reaction.TimeLimitExceeded(isApplied: true),
        Reaction.WriteConcernTimeout,
        Reaction.Shutdown,
        () => Reaction.Close(isApplied: false),
        () => Reaction.Close(isApplied: true),
        () => Reaction.Silence(isApplied: true),
        () => Reaction.Delay(TimeSpan.FromMilliseconds(100)),
    ];

    private static readonly Func<Reaction>[] ToReads =
    [
        () => Reaction.NotPrimary(isApplied: false, isRetryable: true),
        () => Reaction.TimeLimitExceeded(isApplied: false),
        () => Reaction.Close(isApplied: false),
        () => Reaction.Delay(TimeSpan.FromMilliseconds(100)),
    ];

    private readonly Random random = new(seed);

    /// <summary>What happens to a command; null if it is executed and answered.</summary>
    public Reaction? To(PeerCommand command)
    {
        lock (random)
        {
            if (random.NextDouble() >= chance || command.Name == "ping")
                return null;
            var kinds = command.IsWrite ? ToWrites : ToReads;
            return kinds[random.Next(kinds.Length)]();
        }
    }
}
