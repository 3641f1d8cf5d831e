namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>Chance, all of it from one seed and the number of a call, so that any call can be made again.</summary>
internal sealed class Dice(int seed, int number)
{
    private readonly Random random = new(unchecked((seed * 486_187_739) + number));

    /// <summary>Whether something happens that has this probability.</summary>
    public bool Falls(double probability) => random.NextDouble() < probability;

    /// <summary>A number from zero up to, but not, a bound.</summary>
    public int Below(int bound) => random.Next(bound);

    /// <summary>A number from a range, ends included.</summary>
    public int Between(int least, int most) => random.Next(least, most + 1);

    /// <summary>One of some.</summary>
    public T OneOf<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    /// <summary>One of some actions, done.</summary>
    public void Do(params Action[] choices) => OneOf(choices)();

    /// <summary>Some bytes.</summary>
    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
