using Activations.Robustness.Traffic.Fuzz;
using Grpc.Core;

namespace Activations.Robustness.Validate;

/// <summary>Whether an answer on the port of gRPC is one that the product promises, whatever was asked.</summary>
internal static class GrpcVerdict
{
    private static readonly StatusCode[] Never =
        [StatusCode.Unknown, StatusCode.Internal, StatusCode.DataLoss, StatusCode.Unavailable, StatusCode.Cancelled];

    /// <summary>What is wrong; null if nothing is.</summary>
    public static string? Of(GrpcRequest request, GrpcAnswer? answer)
    {
        if (request.ResetAfter is not null)
            return null; // nobody waits for the answer
        if (answer is null)
            return request.NeedsOwnConnection ? null : "The stream was reset, or the connection closed, without an answer.";
        if (answer.Status is null)
            return OfHttp(request, answer);
        if (!int.TryParse(answer.Status, out var number) || !Enum.IsDefined((StatusCode)number))
            return $"The status is '{answer.Status}'.";

        var status = (StatusCode)number;
        var message = Uri.UnescapeDataString(answer.Message);
        if (Never.Contains(status) || (status == StatusCode.DeadlineExceeded && !HasDeadline(request)))
            return $"The status is {status}: {message}";
        if (Leaks.In(message) is { } leak)
            return $"The answer tells of the inside ({leak}): {message}";
        return answer.Details is not null || HasNone(status, request)
            ? null
            : $"The status {status} has no details: {message}";
    }

    /// <summary>The name of a status.</summary>
    public static string NameOf(string status) => int.TryParse(status, out var number) ? ((StatusCode)number).ToString() : status;

    private static string? OfHttp(GrpcRequest request, GrpcAnswer answer)
    {
        if (request.IsGrpc && answer.HttpStatus == 200)
            return "The answer has no status of gRPC.";
        // Another media type or method: gRPC has its answer by HTTP alone (gRPC over HTTP/2: "Content-Type", 415).
        var isOfTheServer = answer.Body.Length == 0 && answer.HttpStatus is 400 or 404 or 405 or 415 or 431;
        return isOfTheServer ? null : RestVerdict.Of(answer.HttpStatus, answer.ContentType, answer.Body, isHead: false, HasDeadline(request));
    }

    /// <summary>
    /// Whether a status has no details: that of gRPC's own services, and that of a deadline that passes while the answer is
    /// on its way, whose headers are sent by then.
    /// </summary>
    private static bool HasNone(StatusCode status, GrpcRequest request) =>
        status is StatusCode.OK or StatusCode.DeadlineExceeded || request.Path.StartsWith("/grpc.", StringComparison.Ordinal);

    private static bool HasDeadline(GrpcRequest request) => request.Headers.Any(header => header.Name == "grpc-timeout");
}
