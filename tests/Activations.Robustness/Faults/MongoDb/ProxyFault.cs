namespace Activations.Robustness.Faults.MongoDb;

/// <summary>What happens to one request on its way.</summary>
internal enum Interruption
{
    /// <summary>It passes.</summary>
    None,

    /// <summary>It does not arrive: the connection ends.</summary>
    CutBefore,

    /// <summary>It arrives and takes place; then the connection ends, without the answer.</summary>
    CutAfter,

    /// <summary>It does not arrive, and nobody is told: from here on the connection swallows everything.</summary>
    Swallow,
}

/// <summary>What is wrong with the way to the database.</summary>
internal sealed class ProxyFault
{
    private readonly Func<PeerCommand, Interruption> interruption;
    private readonly Func<TimeSpan> delay;

    private ProxyFault(Func<PeerCommand, Interruption>? interruption = null, Func<TimeSpan>? delay = null)
    {
        this.interruption = interruption ?? (_ => Interruption.None);
        this.delay = delay ?? (() => TimeSpan.Zero);
    }

    /// <summary>Nothing.</summary>
    public static ProxyFault None { get; } = new();

    /// <summary>All connections are closed, and new ones refused.</summary>
    public static ProxyFault Refuse { get; } = new() { RefusesConnections = true };

    /// <summary>Nothing passes until the fault ends; then everything does.</summary>
    public static ProxyFault Stall { get; } = new() { Stalls = true };

    /// <summary>Bytes vanish, and those who sent them are not told; a connection that was used meanwhile stays like that.</summary>
    public static ProxyFault HalfOpen { get; } = new() { IsHalfOpen = true };

    public bool RefusesConnections { get; private init; }

    public bool Stalls { get; private init; }

    public bool IsHalfOpen { get; private init; }

    /// <summary>Each message takes longer.</summary>
    public static ProxyFault Delay(TimeSpan by) => new(delay: () => by);

    /// <summary>One command, or more of them, of a kind is interrupted.</summary>
    /// <param name="what">How.</param>
    /// <param name="command">Which command, such as <c>update</c>.</param>
    /// <param name="mentioning">A text that stands in it.</param>
    /// <param name="times">How many of them.</param>
    public static ProxyFault Next(Interruption what, string command, string mentioning = "", int times = 1) => new(
        sent => sent.Name == command && sent.Mentions(mentioning) && Interlocked.Decrement(ref times) >= 0 ? what : Interruption.None);

    /// <summary>Commands are interrupted and messages delayed at random.</summary>
    /// <param name="seed">Where chance begins.</param>
    /// <param name="chance">How likely a command is interrupted, 0–1.</param>
    /// <param name="maxDelay">The longest delay of a message.</param>
    public static ProxyFault Random(int seed, double chance, TimeSpan maxDelay)
    {
        var random = new Random(seed);
        Interruption[] kinds = [Interruption.CutBefore, Interruption.CutAfter, Interruption.Swallow];
        return new ProxyFault(
            sent =>
            {
                lock (random)
                {
                    var isHit = random.NextDouble() < chance;
                    return isHit && !sent.IsHello ? kinds[random.Next(kinds.Length)] : Interruption.None;
                }
            },
            () =>
            {
                lock (random)
                {
                    return maxDelay * random.NextDouble();
                }
            });
    }

    /// <summary>What happens to a command.</summary>
    public Interruption Of(PeerCommand command) => interruption(command);

    /// <summary>By how much the next message is held up.</summary>
    public TimeSpan NextDelay() => delay();
}
