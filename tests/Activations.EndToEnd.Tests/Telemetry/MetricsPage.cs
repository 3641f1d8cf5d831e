using System.Globalization;
using System.Text.RegularExpressions;

namespace Activations.EndToEnd.Tests.Telemetry;

/// <summary>What <c>/metrics</c> answers, read as Prometheus reads it (text exposition format).</summary>
internal sealed partial class MetricsPage
{
    private readonly List<(string Name, Dictionary<string, string> Labels, double Value)> samples = [];

    private MetricsPage(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
        {
            var match = Sample.Match(line);
            Assert.True(match.Success, line);
            samples.Add((
                match.Groups["name"].Value,
                Label.Matches(match.Groups["labels"].Value).ToDictionary(l => l.Groups["name"].Value, l => l.Groups["value"].Value),
                double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture)));
        }

        Text = text;
    }

    /// <summary>All of it.</summary>
    public string Text { get; }

    /// <summary>Every label that there is, but for those of the process.</summary>
    public IEnumerable<(string Name, string Value)> Labels =>
        samples.Where(sample => sample.Name != "target_info").SelectMany(sample => sample.Labels).Select(l => (l.Key, l.Value)).Distinct();

    /// <summary>Asks a service for it.</summary>
    public static async Task<MetricsPage> ReadAsync(HttpClient client) => new(
        await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken));

    /// <summary>The sum of what has a name and these labels.</summary>
    public double Sum(string name, params (string Name, string Value)[] labels) => samples
        .Where(sample => sample.Name == name && labels.All(l => sample.Labels.GetValueOrDefault(l.Name) == l.Value))
        .Sum(sample => sample.Value);

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>.*)\})? (?<value>\S+)( \d+)?$""")]
    private static partial Regex Sample { get; }

    [GeneratedRegex("""(?<name>[a-zA-Z_][a-zA-Z0-9_]*)="(?<value>(\\.|[^"\\])*)",?""")]
    private static partial Regex Label { get; }
}
