namespace Activations.Grpc.Configuration;

/// <summary>The section <c>Activations:Telemetry</c>. Where to export to is said by the standard variables <c>OTEL_*</c>.</summary>
internal sealed class TelemetryOptions
{
    /// <summary>
    /// Whether <c>/metrics</c> is served, to everybody who can call REST. If nothing is said, only where the service listens on
    /// loopback alone and exports its metrics nowhere else: measuring for two costs twice as much.
    /// </summary>
    public bool? Metrics { get; init; }
}
