using Activations.Grpc.Configuration;

namespace Activations.Grpc.Limits;

/// <summary>How many bytes of requests are held at once, over all calls: as many as some of the largest have.</summary>
internal sealed class RequestBytes(LimitsOptions limits)
{
    private const int LargestAtOnce = 16;

    private readonly long most = limits.MaxConcurrentCalls == 0 ? long.MaxValue : (long)LargestAtOnce * limits.MaxBodyBytes;
    private long held;

    /// <summary>Holds some more, unless that is too many. Either way they have to be let go.</summary>
    /// <returns>Whether it is not.</returns>
    public bool TryHold(long bytes) => Interlocked.Add(ref held, bytes) <= most;

    /// <summary>Lets some go.</summary>
    public void LetGo(long bytes) => Interlocked.Add(ref held, -bytes);
}
