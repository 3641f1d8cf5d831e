using System.Diagnostics;
using Activations.Grpc.Errors;
using Microsoft.AspNetCore.Http.Features;

namespace Activations.Grpc.Telemetry;

/// <summary>
/// Names the trace in each answer, describes the span of a request that is exported, and measures calls over gRPC, of whose
/// status the framework's own metric knows nothing. The package that describes spans for OpenTelemetry is not used: it has the
/// framework report each step of every request, exported or not, which costs more than all the rest.
/// </summary>
internal sealed class RequestTelemetry(RequestDelegate next, ServiceInstruments instruments)
{
    /// <summary>What asks often and says little. Their spans are not exported.</summary>
    private static readonly string[] Probes = ["/healthz", "/readyz", "/metrics", "/grpc.health.v1.Health/Check"];

    /// <summary>Runs the rest of the pipeline.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers[TraceIds.Header] = TraceIds.Of(context);
        var span = context.Features.Get<IHttpActivityFeature>()?.Activity;
        if (span is { IsAllDataRequested: true } && Array.Exists(Probes, probe => context.Request.Path == probe))
            span.LeaveOut();
        var isMeasured = instruments.RpcDuration.Enabled && !RestErrors.IsRest(context);
        return isMeasured || span is { IsAllDataRequested: true } ? ObserveAsync(context, span, isMeasured) : next(context);
    }

    private async Task ObserveAsync(HttpContext context, Activity? span, bool isMeasured)
    {
        // Either metric has each call: this one those over gRPC, the framework's those over REST.
        if (isMeasured && context.Features.Get<IHttpMetricsTagsFeature>() is { } framework)
            framework.MetricsDisabled = true;
        var begunAt = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            if (isMeasured)
                instruments.RecordRpc(context, Stopwatch.GetElapsedTime(begunAt));
            if (span is { IsAllDataRequested: true })
                RequestSpans.Describe(span, context);
        }
    }
}
