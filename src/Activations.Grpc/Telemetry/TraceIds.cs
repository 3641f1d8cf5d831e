using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Activations.Grpc.Telemetry;

/// <summary>
/// Gives each answer the header <c>trace-id</c>: the id of its trace, which is the caller's where the request has a valid
/// <c>traceparent</c> (W3C Trace Context), whether anything is exported or not.
/// </summary>
internal sealed class TraceIds(RequestDelegate next)
{
    /// <summary>The header, and the metadata over gRPC: 32 hexadecimal digits.</summary>
    public const string Header = "trace-id";

    /// <summary>The framework's source of the activity that each request has.</summary>
    private const string Source = "Microsoft.AspNetCore";

    /// <summary>Without a listener the framework makes an activity only where something is logged.</summary>
    private static readonly ActivityListener Listener = new()
    {
        ShouldListenTo = source => source.Name == Source,
        Sample = (ref _) => ActivitySamplingResult.PropagationData,
        SampleUsingParentId = (ref _) => ActivitySamplingResult.PropagationData,
    };

    static TraceIds()
    {
        Activity.DefaultIdFormat = ActivityIdFormat.W3C;
        Activity.ForceDefaultIdFormat = true; // whatever a caller sends
        ActivitySource.AddActivityListener(Listener);
    }

    /// <summary>Sets the header and goes on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers[Header] = Of(context);
        return next(context);
    }

    /// <summary>The id of a request's trace.</summary>
    public static string Of(HttpContext context) =>
        (context.Features.Get<IHttpActivityFeature>()?.Activity.TraceId ?? default).ToHexString();
}
