using System.Globalization;

namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>Which call is to be made again, alone; the environment says so, as a failure tells.</summary>
internal static class Replay
{
    /// <summary>The variable: a seed, a slash and the number of a call.</summary>
    public const string Variable = "ACTIVATIONS_FUZZ_REPLAY";

    /// <summary>The seed and the number, if one is named.</summary>
    public static (int Seed, int Number)? Named { get; } =
        Environment.GetEnvironmentVariable(Variable)?.Split('/') is [var seed, var number]
            ? (int.Parse(seed, CultureInfo.InvariantCulture), int.Parse(number, CultureInfo.InvariantCulture))
            : null;
}
