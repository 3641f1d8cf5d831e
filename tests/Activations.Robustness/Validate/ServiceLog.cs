using Activations.Processes;

namespace Activations.Robustness.Validate;

/// <summary>What a service has printed about defects.</summary>
internal static class ServiceLog
{
    private static readonly string[] Marks = ["fail:", "crit:", "Unhandled exception"];

    /// <summary>The lines that tell of one.</summary>
    public static string[] Defects(ServiceProcess service) =>
        [.. service.Output.Split('\n').Where(line => Marks.Any(mark => line.Contains(mark, StringComparison.Ordinal)))];
}
