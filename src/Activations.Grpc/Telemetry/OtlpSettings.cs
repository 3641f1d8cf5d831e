using OpenTelemetry.Exporter;

namespace Activations.Grpc.Telemetry;

/// <summary>
/// Where one signal is exported to (OpenTelemetry Protocol Exporter specification): a variable of the signal's own, such as
/// <c>OTEL_EXPORTER_OTLP_TRACES_ENDPOINT</c>, goes before that of all signals. The SDK reads the latter alone.
/// </summary>
/// <param name="configuration">Where the variables are.</param>
/// <param name="signal"><c>TRACES</c>, <c>METRICS</c> or <c>LOGS</c>.</param>
internal sealed class OtlpSettings(IConfiguration configuration, string signal)
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";
    private const string EndpointName = "ENDPOINT";

    /// <summary>Whether the signal is exported: there is an endpoint.</summary>
    public bool IsOn => !string.IsNullOrEmpty(Own(EndpointName)) || !string.IsNullOrEmpty(Common(EndpointName));

    /// <summary>What is wrong, by variable. No value is shown: an address may hold credentials.</summary>
    public static IEnumerable<string> Check(IConfiguration configuration)
    {
        string[] names = [EndpointName, $"TRACES_{EndpointName}", $"METRICS_{EndpointName}", $"LOGS_{EndpointName}"];
        foreach (var name in names.Select(name => Prefix + name))
        {
            if (configuration[name] is { Length: > 0 } text && !IsAddress(text))
                yield return $"{name} must be an address such as http://127.0.0.1:4318.";
        }
    }

    /// <summary>Sets what the signal has of its own.</summary>
    public void Configure(OtlpExporterOptions options)
    {
        if (Own("PROTOCOL") is { Length: > 0 } protocol)
            options.Protocol = protocol == "http/protobuf" ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        if (Own("HEADERS") is { Length: > 0 } headers)
            options.Headers = headers;
        if (int.TryParse(Own("TIMEOUT"), out var milliseconds))
            options.TimeoutMilliseconds = milliseconds;
        if (Own(EndpointName) is { Length: > 0 } endpoint)
            options.Endpoint = new Uri(endpoint);
    }

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

    private string? Own(string name) => configuration[$"{Prefix}{signal}_{name}"];

    private string? Common(string name) => configuration[Prefix + name];
}
