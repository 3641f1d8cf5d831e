using System.Diagnostics;

namespace Activations.Grpc.Telemetry;

/// <summary>
/// Reads a <c>traceparent</c> of a later version too, which may go on behind what is known of it; the framework takes none that
/// is longer (W3C Trace Context, "Versioning of traceparent").
/// </summary>
internal sealed class LaterTraceParents(DistributedContextPropagator inner) : DistributedContextPropagator
{
    private const int KnownLength = 55; // 00-<32 digits>-<16 digits>-00

    /// <inheritdoc />
    public override IReadOnlyCollection<string> Fields => inner.Fields;

    /// <inheritdoc />
    public override void ExtractTraceIdAndState(
        object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
    {
        inner.ExtractTraceIdAndState(carrier, getter, out traceId, out traceState);
        if (traceId is { Length: > KnownLength } && traceId[KnownLength] == '-' && !traceId.StartsWith("00", StringComparison.Ordinal))
            traceId = traceId[..KnownLength]; // whether that is valid is found out as with any other
    }

    /// <inheritdoc />
    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) =>
        inner.Inject(activity, carrier, setter);

    /// <inheritdoc />
    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) =>
        inner.ExtractBaggage(carrier, getter);
}
