using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Activations.Grpc.Telemetry;

/// <summary>
/// The id of the trace that each request is of, whether anything is exported or not: the caller's where the request has a valid
/// <c>traceparent</c> (W3C Trace Context).
/// </summary>
internal static class TraceIds
{
    /// <summary>The header, and the metadata over gRPC: 32 hexadecimal digits.</summary>
    public const string Header = "trace-id";

    /// <summary>The framework's source of the activity that each request has.</summary>
    public const string Source = "Microsoft.AspNetCore";

    /// <summary>Without a listener the framework makes an activity only where something is logged.</summary>
    private static readonly ActivityListener Listener = new()
    {
        ShouldListenTo = source => source.Name == Source,
        Sample = (ref _) => ActivitySamplingResult.PropagationData,
        SampleUsingParentId = (ref _) => ActivitySamplingResult.PropagationData,
    };

    private static int hasBegun;

    /// <summary>From now on each request of this process has an activity, and so a trace; called before the service listens.</summary>
    public static void Begin()
    {
        if (Interlocked.Exchange(ref hasBegun, 1) == 1)
            return;
        Activity.DefaultIdFormat = ActivityIdFormat.W3C;
        Activity.ForceDefaultIdFormat = true; // whatever a caller sends
        ActivitySource.AddActivityListener(Listener);
    }

    /// <summary>The id of a request's trace.</summary>
    public static string Of(HttpContext context) =>
        (context.Features.Get<IHttpActivityFeature>()?.Activity.TraceId ?? default).ToHexString();
}
