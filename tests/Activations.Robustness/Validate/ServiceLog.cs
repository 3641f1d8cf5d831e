using Activations.Processes;

namespace Activations.Robustness.Validate;

/// <summary>What a service has printed about defects.</summary>
internal static class ServiceLog
{
    private static readonly string[] Marks = ["fail:", "crit:", "Unhandled exception"];

    /// <summary>How the server tells that it cuts the connection of somebody who floods it: as critical, though it is what it must do.</summary>
    private const string CutsAFlood = "exceeded the output operations maximum queue size";

    /// <summary>The lines that tell of one.</summary>
    public static string[] Defects(ServiceProcess service) =>
        [.. service.Output.Split('\n').Where(line =>
            Marks.Any(mark => line.Contains(mark, StringComparison.Ordinal)) && !line.Contains(CutsAFlood, StringComparison.Ordinal))];

    /// <summary>There are none.</summary>
    public static void AssertNoDefects(ServiceProcess service)
    {
        var defects = Defects(service);
        Assert.True(defects.Length == 0, string.Join('\n', defects.Take(10)));
    }
}
