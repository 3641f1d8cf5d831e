using Activations.Processes;
using Google.Protobuf;

namespace Activations.Robustness.Traffic;

/// <summary>A way to call the service, for one process of it.</summary>
internal abstract class Transport : IDisposable
{
    /// <summary>A short name.</summary>
    public abstract string Name { get; }

    /// <summary>Both ways.</summary>
    public static Transport[] To(ServiceProcess service) => [new GrpcTransport(service.Grpc), new RestTransport(service.Rest)];

    /// <summary>Makes a call.</summary>
    /// <param name="request">The request.</param>
    /// <param name="patience">How long the caller waits.</param>
    public abstract Task<Answer> SendAsync(IMessage request, TimeSpan patience);

    public abstract void Dispose();
}

/// <summary>An answer to a call, or none.</summary>
internal sealed record Answer
{
    /// <summary>The reply, if it succeeded.</summary>
    public IMessage? Reply { get; init; }

    /// <summary>Whether it says that an earlier call with the request id had made the activation.</summary>
    public bool IsReplay { get; init; }

    /// <summary>The reason, if it was refused.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether a refused call says when to try again.</summary>
    public bool HasRetryHint { get; init; }

    /// <summary>Why nothing is known of what became of it; null if that is known.</summary>
    public string? Lost { get; init; }

    /// <summary>The reasons that leave open whether a call took effect.</summary>
    public static Answer Refused(string reason, bool hasRetryHint) =>
        new() { Reason = reason, HasRetryHint = hasRetryHint, Lost = reason is "UNAVAILABLE" or "DEADLINE_EXCEEDED" or "CANCELLED" ? reason : null };
}
