using System.Text.RegularExpressions;

namespace Activations.Robustness.Validate;

/// <summary>What an answer must not tell of: types of .NET, stack traces, files, the driver.</summary>
internal static partial class Leaks
{
    /// <summary>The first that a text has; null if it has none.</summary>
    public static string? In(string text) => Leak.Match(text) is { Success: true } match ? match.Value : null;

    [GeneratedRegex(@"\b(System|Microsoft|Google\.Protobuf|Grpc|Activations)\.[A-Z]\w+|\w+Exception\b|\bat \w+\.\w+\(|\.cs\b|/(work|usr|tmp|home|root|app)/|SQLite|MongoDB")]
    private static partial Regex Leak { get; }
}
