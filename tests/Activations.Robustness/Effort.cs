using System.Globalization;

namespace Activations.Robustness;

/// <summary>
/// How much the suite does: what suits a check of every change (about five minutes in all), times the whole number in the
/// variable <c>ACTIVATIONS_ROBUSTNESS_EFFORT</c>.
/// </summary>
internal static class Effort
{
    private const string Variable = "ACTIVATIONS_ROBUSTNESS_EFFORT";

    private static readonly int Factor =
        int.Parse(Environment.GetEnvironmentVariable(Variable) ?? "1", CultureInfo.InvariantCulture);

    /// <summary>Whether this is a check of every change, which may share its machine with others.</summary>
    public static bool IsLeast => Factor == 1;

    /// <summary>Of something of which so much is done in a check of every change.</summary>
    public static int Of(int count) => count * Factor;
}
