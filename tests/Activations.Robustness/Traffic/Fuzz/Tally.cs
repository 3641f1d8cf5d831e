using System.Collections.Concurrent;
using System.Globalization;

namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>How many calls were answered in which way.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, int> counts = new();

    /// <summary>Counts an answer.</summary>
    public void Add(string answer) => counts.AddOrUpdate(answer, 1, static (_, count) => count + 1);

    /// <summary>How many there are whose name begins so.</summary>
    public int Of(string prefix) => counts.Where(c => c.Key.StartsWith(prefix, StringComparison.Ordinal)).Sum(c => c.Value);

    /// <inheritdoc />
    public override string ToString() => string.Join('\n', counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(
        c => string.Create(CultureInfo.InvariantCulture, $"  {c.Key,-32} {c.Value,9:N0}")));
}
