using Grpc.Core;
using Microsoft.Extensions.Primitives;

namespace Activations.Grpc.Services;

/// <summary>What calls take and give beside their messages, the same on both transports.</summary>
internal static class CallHeaders
{
    /// <summary>The request id of a call, as an alternative to the field.</summary>
    public static StringValues IdempotencyKey(this ServerCallContext context) =>
        context.GetHttpContext().Request.Headers["Idempotency-Key"];

    /// <summary>The etags that the caller has in mind (RFC 9110, section 13.1.1).</summary>
    public static StringValues IfMatch(this ServerCallContext context) =>
        context.GetHttpContext().Request.Headers.IfMatch;

    /// <summary>
    /// The identifier type of a call whose body is the whole message: the field, or the query parameter, which transcoding
    /// does not bind there.
    /// </summary>
    public static string IdentifierType(this ServerCallContext context, string field) =>
        field.Length > 0 ? field : context.GetHttpContext().Request.Query["identifier_type"].ToString();

    /// <summary>Says that the answer holds a secret, which no cache may keep (RFC 9111, section 5.2.2.5).</summary>
    public static void ForbidStoring(this ServerCallContext context) =>
        context.GetHttpContext().Response.Headers.CacheControl = "no-store";

    /// <summary>Says that the answer is that of an earlier call with the same request id.</summary>
    public static void MarkReplayed(this ServerCallContext context) =>
        context.GetHttpContext().Response.Headers["idempotent-replayed"] = "true";
}
