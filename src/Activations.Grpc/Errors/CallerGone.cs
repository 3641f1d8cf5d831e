using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Connections;
using ErrorReason = Activations.V1.ErrorReason;

namespace Activations.Grpc.Errors;

/// <summary>The end of a call whose caller has gone: nobody hears the answer, but it is what the log and the metrics say.</summary>
internal static class CallerGone
{
    /// <summary>What such a call is answered.</summary>
    public static readonly Failure Failure = new(ErrorReason.Cancelled, "The caller went away.");

    /// <summary>It says of a frame that is longer than can be that its connection failed.</summary>
    private static readonly string? GrpcLibrary = typeof(IServerCallContextFeature).Assembly.GetName().Name;

    /// <summary>Whether a request could not be read because its connection, or its stream, is no more, and not for what it says.</summary>
    public static bool IsCauseOf(Exception? exception) =>
        exception is ConnectionAbortedException or (IOException and not (BadHttpRequestException or InvalidProtocolBufferException))
        && exception.Source != GrpcLibrary;

    /// <summary>Whether a call over gRPC ended by it, and failed with this: reading may fail before the token of the request ends.</summary>
    public static bool HasEnded(HttpContext context, Exception? exception) =>
        context.RequestAborted.IsCancellationRequested || IsCauseOf(exception);
}
