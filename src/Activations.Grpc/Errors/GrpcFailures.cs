using System.Globalization;
using Activations.Grpc.Telemetry;
using Google.Protobuf;

namespace Activations.Grpc.Errors;

/// <summary>Answers a gRPC call outside its handler, as "trailers only": everything is in the headers.</summary>
internal static class GrpcFailures
{
    /// <summary>The header of the status code.</summary>
    public const string StatusHeader = "grpc-status";

    /// <summary>The header of its message.</summary>
    public const string MessageHeader = "grpc-message";

    /// <summary>The header of the status with its details.</summary>
    public const string DetailsHeader = "grpc-status-details-bin";

    /// <summary>Sets the headers of an answer that has not begun.</summary>
    public static void WriteTrailersOnly(HttpResponse response, Failure failure)
    {
        var status = failure.ToStatus(TraceIds.Of(response.HttpContext));
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/grpc";
        response.Headers[StatusHeader] = status.Code.ToString(CultureInfo.InvariantCulture);
        response.Headers[MessageHeader] = Uri.EscapeDataString(failure.Message);
        response.Headers[DetailsHeader] = Convert.ToBase64String(status.ToByteArray());
    }
}
