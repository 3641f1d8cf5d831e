using Activations.Grpc.Errors;
using Activations.V1;

namespace Activations.Grpc.Limits;

/// <summary>The deadline of a REST call. Its token ends there, and where the caller goes away.</summary>
internal sealed class CallDeadline : IDisposable
{
    /// <summary>What a call is answered whose deadline has passed, on both transports.</summary>
    public static readonly Failure Passed =
        new(ErrorReason.DeadlineExceeded, "The deadline passed before the call was done.");

    private readonly CancellationToken callerGone;
    private readonly CancellationTokenSource source;

    /// <summary>A deadline some time from now.</summary>
    public CallDeadline(TimeSpan timeout, CancellationToken callerGone)
    {
        this.callerGone = callerGone;
        source = CancellationTokenSource.CreateLinkedTokenSource(callerGone);
        source.CancelAfter(timeout);
    }

    /// <summary>Ends at the deadline, or when the caller goes away.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Whether the deadline has passed while the caller was there.</summary>
    public bool HasPassed => source.IsCancellationRequested && !callerGone.IsCancellationRequested;

    /// <inheritdoc />
    public void Dispose() => source.Dispose();
}
