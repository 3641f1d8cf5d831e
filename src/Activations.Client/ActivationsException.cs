using System.Collections.ObjectModel;
using Activations.Client.Errors;
using Grpc.Core;

namespace Activations.Client;

/// <summary>
/// A call that failed. There is a class for each status, and beneath it one for each reason on which a program may want to act;
/// a reason that has none, or that this version does not know, is of its status's class. Nobody else derives from them.
/// </summary>
public abstract class ActivationsException : Exception
{
    private protected ActivationsException(FailedCall call)
        : base(call.Cause.Status.Detail, call.Cause)
    {
        Status = call.Cause.StatusCode;
        Reason = call.Info?.Reason;
        Metadata = call.Info?.Metadata.AsReadOnly() ?? ReadOnlyDictionary<string, string>.Empty;
        Violations = call.Cause.Violations();
        RetryAfter = call.Cause.RetryAfter();
        RequestId = call.RequestId;
        TraceId = call.Cause.TraceId();
    }

    /// <summary>The canonical status.</summary>
    public StatusCode Status { get; }

    /// <summary>
    /// The name of the reason in <see cref="V1.ErrorReason"/> as it is sent, such as <c>USER_NOT_FOUND</c>; null if the failure is not
    /// the service's: it was not reached, or something on the way answered.
    /// </summary>
    public string? Reason { get; }

    /// <summary>Facts that a program can act on; the reason says which.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>What is wrong with the request: at most 100, and then how many more.</summary>
    public IReadOnlyList<FieldViolation> Violations { get; }

    /// <summary>How long the service asks to wait before a retry; null if it names no time.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>
    /// The request id that a CreateActivation was sent with, its own or one that was filled in; null for other calls. Where it is not
    /// known whether the call took effect, the same request with this id tells: it makes nothing twice.
    /// </summary>
    public string? RequestId { get; }

    /// <summary>
    /// The id of the call's trace, 32 hexadecimal digits, by which the service's operator finds it in logs and traces; null if the
    /// failure is not the service's.
    /// </summary>
    public string? TraceId { get; }
}
