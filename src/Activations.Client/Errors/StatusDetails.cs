using System.Net.Sockets;
using Google.Rpc;
using Grpc.Core;

namespace Activations.Client.Errors;

/// <summary>What is said of a failure beside its status: by the service, or by HttpClient where nothing reached it.</summary>
internal static class StatusDetails
{
    private const string Domain = "activations";

    /// <summary>The service's reason and what belongs to it; null if the failure is not the service's own.</summary>
    public static ErrorInfo? Info(this RpcException failure) =>
        failure.GetRpcStatus()?.GetDetail<ErrorInfo>() is { Domain: Domain } info ? info : null;

    /// <summary>What is wrong with the request.</summary>
    public static IReadOnlyList<FieldViolation> Violations(this RpcException failure) =>
        failure.GetRpcStatus()?.GetDetail<BadRequest>() is { } bad
        ? [.. bad.FieldViolations.Select(v => new FieldViolation(v.Field, v.Description))]
        : [];

    /// <summary>How long the service asks to wait before a retry.</summary>
    public static TimeSpan? RetryAfter(this RpcException failure) =>
        failure.GetRpcStatus()?.GetDetail<RetryInfo>()?.RetryDelay?.ToTimeSpan();

    /// <summary>The id of the call's trace.</summary>
    public static string? TraceId(this RpcException failure) => failure.GetRpcStatus()?.GetDetail<RequestInfo>()?.RequestId;

    /// <summary>Whether the service can't have done anything: it was not reached, or it refused before it began.</summary>
    public static bool LeftNoTrace(this RpcException failure) =>
        failure.Info()?.Reason is "RATE_LIMITED" or "OVERLOADED" || failure.NeverConnected();

    /// <summary>
    /// Whether no connection could be made. The channel connects before HttpClient is asked for anything, and gives the socket's own
    /// exception; a handler of the application's own may leave it to HttpClient.
    /// </summary>
    private static bool NeverConnected(this RpcException failure) => failure.Status.DebugException is SocketException or HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError,
    };
}
