using Microsoft.AspNetCore.Connections;
using ErrorReason = Activations.V1.ErrorReason;

namespace Activations.Grpc.Errors;

/// <summary>The end of a call whose caller has gone: nobody hears the answer, but it is what the log and the metrics say.</summary>
internal static class CallerGone
{
    /// <summary>What such a call is answered.</summary>
    public static readonly Failure Failure = new(ErrorReason.Cancelled, "The caller went away.");

    /// <summary>Whether a request could not be read because its connection, or its stream, is no more.</summary>
    public static bool IsCauseOf(Exception? exception) =>
        exception is ConnectionAbortedException or IOException and not BadHttpRequestException;
}
