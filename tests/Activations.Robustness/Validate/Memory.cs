using System.Globalization;
using Activations.Robustness.Traffic;

namespace Activations.Robustness.Validate;

/// <summary>Whether the memory of a service stays bounded.</summary>
internal static class Memory
{
    private const double Mebibyte = 1 << 20;
    private const int Described = 8;

    /// <summary>Fails the test if the memory grew too much over its first level, or went on growing.</summary>
    /// <param name="looks">What was seen of the service.</param>
    /// <param name="growth">The most bytes over the first level at any time.</param>
    /// <param name="trend">The most bytes by which the last third may be over the first, on average.</param>
    public static void AssertBounded(IReadOnlyList<Look> looks, long growth, long trend)
    {
        Assert.InRange(looks.Max(look => look.ResidentBytes), 0, looks[0].ResidentBytes + growth);
        var third = looks.Count / 3;
        Assert.InRange(
            looks.TakeLast(third).Average(look => look.ResidentBytes),
            0,
            looks.Take(third).Average(look => look.ResidentBytes) + trend);
    }

    /// <summary>The memory over time, for people.</summary>
    public static string Describe(IReadOnlyList<Look> looks) => "memory: " + string.Join(", ", looks
        .Chunk(Math.Max(1, looks.Count / Described))
        .Select(part => string.Create(
            CultureInfo.InvariantCulture, $"{part[0].At.TotalSeconds:N0} s {part[0].ResidentBytes / Mebibyte:N0} MiB")));
}
