using System.Globalization;

namespace Activations.Grpc.Telemetry;

/// <summary>
/// The standard variables <c>OTEL_*</c> (OpenTelemetry Environment Variable Specification), before the SDK reads them: a choice or
/// a number that can't be followed is passed over with a warning, where the SDK would keep silent or end the process. An address or
/// headers that can't be used stop the start, since everything would be lost. No value is shown: it may hold credentials.
/// </summary>
internal sealed class OtelVariables
{
    private const string Otlp = "OTEL_EXPORTER_OTLP_";
    private const string Share = "OTEL_TRACES_SAMPLER_ARG";
    private const int DefaultQueueSize = 2048;
    private const int DefaultBatchSize = 512;

    /// <summary>What a signal's variables have in their names; that of all signals has nothing.</summary>
    private static readonly string[] Signals = ["", "TRACES_", "METRICS_", "LOGS_"];

    private static readonly string[] Samplers = ["always_on", "always_off", "traceidratio"];

    private static readonly string[] Batches = ["OTEL_BSP_", "OTEL_BLRP_"];

    /// <summary>What has one of some values, or with <c>_EXPORTER</c> several.</summary>
    private static readonly (string Name, string[] Known)[] Choices =
    [
        ("OTEL_TRACES_EXPORTER", ["otlp", "none"]),
        ("OTEL_METRICS_EXPORTER", ["otlp", "prometheus", "none"]),
        ("OTEL_LOGS_EXPORTER", ["otlp", "none"]),
        ("OTEL_SDK_DISABLED", ["true", "false"]),
        ("OTEL_TRACES_SAMPLER", [.. Samplers, .. Samplers.Select(sampler => $"parentbased_{sampler}")]),
        .. Signals.Select(signal => ($"{Otlp}{signal}PROTOCOL", new[] { "grpc", "http/protobuf" })),
        .. Signals.Select(signal => ($"{Otlp}{signal}COMPRESSION", new[] { "gzip", "none" })),
    ];

    /// <summary>Milliseconds and sizes, and the least of each.</summary>
    private static readonly (string Name, int Least)[] Numbers =
    [
        ("OTEL_METRIC_EXPORT_INTERVAL", 1),
        .. Batches.SelectMany(of => new[] { $"{of}SCHEDULE_DELAY", $"{of}MAX_QUEUE_SIZE", $"{of}MAX_EXPORT_BATCH_SIZE" }.Select(name => (name, 1))),
        .. TimeOuts().Select(name => (name, 0)),
    ];

    private readonly IConfigurationManager configuration;
    private readonly Dictionary<string, string?> instead = [];
    private readonly List<string> warnings = [];

    private OtelVariables(IConfigurationManager configuration) => this.configuration = configuration;

    /// <summary>What stops the start, by variable.</summary>
    public static IEnumerable<string> Check(IConfiguration configuration)
    {
        foreach (var name in Signals.Select(signal => $"{Otlp}{signal}ENDPOINT"))
        {
            if (configuration[name] is { Length: > 0 } text && !IsAddress(text))
                yield return $"{name} must be an address such as http://127.0.0.1:4317, or with http/protobuf http://127.0.0.1:4318.";
        }

        foreach (var name in Signals.Select(signal => $"{Otlp}{signal}HEADERS"))
        {
            if (configuration[name] is { Length: > 0 } text && !text.Split(',').All(IsHeader))
                yield return $"{name} must be pairs such as name=value, with commas between them.";
        }
    }

    /// <summary>Replaces what can't be followed.</summary>
    /// <returns>What was passed over, in words.</returns>
    public static IReadOnlyList<string> PassOver(IConfigurationManager configuration)
    {
        var variables = new OtelVariables(configuration);
        foreach (var (name, known) in Choices)
            variables.ReadChoice(name, known);
        foreach (var (name, least) in Numbers)
            variables.ReadNumber(name, least);
        foreach (var name in TimeOuts().Where(name => variables.Of(name) == "0"))
            variables.instead[name] = int.MaxValue.ToString(CultureInfo.InvariantCulture); // 0 is no limit
        foreach (var batch in Batches)
            variables.FitIntoQueue(batch);
        if (variables.Of(Share) is { Length: > 0 } share && !IsShare(share))
            variables.Drop(Share, "a number from 0 to 1");
        configuration.AddInMemoryCollection(variables.instead);
        return variables.warnings;
    }

    private void ReadChoice(string name, string[] known)
    {
        if (Of(name) is not { Length: > 0 } text)
            return;
        var given = name.EndsWith("_EXPORTER", StringComparison.Ordinal) ? text.Split(',') : [text];
        var choices = given.Select(one => Array.Find(known, k => k.Equals(one.Trim(), StringComparison.OrdinalIgnoreCase))).ToArray();
        if (choices.Contains(null))
            Drop(name, $"one of {string.Join(", ", known)}");
        instead[name] = string.Join(',', choices.OfType<string>());
    }

    private void ReadNumber(string name, int least)
    {
        if (Of(name) is { Length: > 0 } text && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= least))
            Drop(name, $"a whole number from {least} to {int.MaxValue}");
    }

    /// <summary>A batch that is larger than the queue ends the process.</summary>
    private void FitIntoQueue(string prefix)
    {
        var (queue, batch) = ($"{prefix}MAX_QUEUE_SIZE", $"{prefix}MAX_EXPORT_BATCH_SIZE");
        var size = NumberOf(queue, DefaultQueueSize);
        if (NumberOf(batch, DefaultBatchSize) <= size)
            return;
        if (Of(batch) is { Length: > 0 })
            Drop(batch, $"no more than {queue}");
        instead[batch] = size.ToString(CultureInfo.InvariantCulture);
    }

    private int NumberOf(string name, int byDefault) =>
        Of(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : byDefault;

    private string? Of(string name) => instead.TryGetValue(name, out var other) ? other : configuration[name];

    private void Drop(string name, string what)
    {
        instead[name] = ""; // as if it were not set
        warnings.Add($"{name} is passed over: it must be {what}.");
    }

    private static IEnumerable<string> TimeOuts() =>
    [
        .. Signals.Select(signal => $"{Otlp}{signal}TIMEOUT"),
        "OTEL_METRIC_EXPORT_TIMEOUT",
        .. Batches.Select(of => $"{of}EXPORT_TIMEOUT"),
    ];

    private static bool IsShare(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1;

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

    /// <summary>A name that may be a header's (RFC 9110, section 5.6.2), and a value that has its characters, percent-encoded or not.</summary>
    private static bool IsHeader(string pair)
    {
        var (name, value) = pair.Split('=', 2) is [var before, var after] ? (before.Trim(), Uri.UnescapeDataString(after)) : ("", "");
        using var request = new HttpRequestMessage();
        return name.Length > 0 && !value.Any(char.IsControl) && request.Headers.TryAddWithoutValidation(name, value);
    }
}
