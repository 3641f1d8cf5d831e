using OpenTelemetry.Exporter;

namespace Activations.Grpc.Telemetry;

/// <summary>
/// Whether and where one signal is exported (OpenTelemetry Protocol Exporter specification): a variable of the signal's own, such
/// as <c>OTEL_EXPORTER_OTLP_TRACES_ENDPOINT</c>, goes before that of all signals. The SDK reads the latter alone.
/// </summary>
/// <param name="configuration">Where the variables are; what can't be followed is not among them.</param>
/// <param name="signal"><c>TRACES</c>, <c>METRICS</c> or <c>LOGS</c>.</param>
internal sealed class OtlpSettings(IConfiguration configuration, string signal)
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";
    private const string EndpointName = "ENDPOINT";

    /// <summary>Whether OTLP exports the signal: <c>OTEL_TRACES_EXPORTER</c> says so, or says nothing and there is an endpoint.</summary>
    public bool IsOn => Names("otlp") ?? HasEndpoint;

    /// <summary>Whether Prometheus is to have the signal: the same variable says so, or says nothing and there is no endpoint.</summary>
    public bool IsForPrometheus => Names("prometheus") ?? !HasEndpoint;

    private bool HasEndpoint => !string.IsNullOrEmpty(Own(EndpointName)) || !string.IsNullOrEmpty(configuration[Prefix + EndpointName]);

    /// <summary>Sets what the signal has of its own.</summary>
    public void Configure(OtlpExporterOptions options)
    {
        if (Own("PROTOCOL") is { Length: > 0 } protocol)
            options.Protocol = protocol == "grpc" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        if (Own("HEADERS") is { Length: > 0 } headers)
            options.Headers = headers;
        if (int.TryParse(Own("TIMEOUT"), out var milliseconds))
            options.TimeoutMilliseconds = milliseconds;
        if (Own(EndpointName) is { Length: > 0 } endpoint)
            options.Endpoint = new Uri(endpoint);
    }

    /// <summary>Whether an exporter is among those that are named; null where none are.</summary>
    private bool? Names(string exporter) => configuration[$"OTEL_{signal}_EXPORTER"] is { Length: > 0 } names
        ? names.Split(',').Contains(exporter)
        : null;

    private string? Own(string name) => configuration[$"{Prefix}{signal}_{name}"];
}
