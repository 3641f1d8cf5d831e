using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Activations.Grpc.Telemetry;

/// <summary>
/// Names the trace in each answer, measures requests, and describes the spans of those that are exported. The package that
/// describes spans for OpenTelemetry is not used: it has the framework report each step of every request, exported or not,
/// which costs more than all the rest.
/// </summary>
internal sealed class RequestTelemetry(RequestDelegate next, ServiceInstruments instruments, IConfiguration configuration)
{
    /// <summary>What asks often and says little. Their spans are not exported.</summary>
    private static readonly string[] Probes = ["/healthz", "/readyz", "/metrics", "/grpc.health.v1.Health/Check"];

    private readonly KnownMethods methods = new(configuration);

    /// <summary>Runs the rest of the pipeline.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers[TraceIds.Header] = TraceIds.Of(context);
        var span = context.Features.Get<IHttpActivityFeature>()?.Activity;
        if (span is { IsAllDataRequested: true } && Array.Exists(Probes, probe => context.Request.Path == probe))
            span.LeaveOut();
        var isDescribed = span is { IsAllDataRequested: true };
        return isDescribed || instruments.MeasuresRequests ? ObserveAsync(context, isDescribed ? span : null) : next(context);
    }

    private async Task ObserveAsync(HttpContext context, Activity? span)
    {
        var begunAt = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var method = methods.Of(context.Request);
            instruments.RecordRequest(context, method, Stopwatch.GetElapsedTime(begunAt));
            if (span is not null)
                RequestSpans.Describe(span, context, method);
        }
    }
}
