using Grpc.Core;
using Microsoft.Extensions.Primitives;

namespace Activations.Grpc.Services;

/// <summary>The headers that calls take and give, the same on both transports.</summary>
internal static class CallHeaders
{
    /// <summary>The request id of a call, as an alternative to the field.</summary>
    public static StringValues IdempotencyKey(this ServerCallContext context) =>
        context.GetHttpContext().Request.Headers["Idempotency-Key"];

    /// <summary>The etags that the caller has in mind (RFC 9110, section 13.1.1).</summary>
    public static StringValues IfMatch(this ServerCallContext context) =>
        context.GetHttpContext().Request.Headers.IfMatch;

    /// <summary>Says that the answer is that of an earlier call with the same request id.</summary>
    public static void MarkReplayed(this ServerCallContext context) =>
        context.GetHttpContext().Response.Headers["idempotent-replayed"] = "true";
}
