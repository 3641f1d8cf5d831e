using Activations.Client.Errors;

namespace Activations.Client;

/// <summary>Others changed what was to be changed (ABORTED). Nothing was stored.</summary>
public class ConflictException : ActivationsException
{
    internal ConflictException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>The etag sent is not the activation's current one. Read it again, then decide again.</summary>
public sealed class EtagMismatchException : ConflictException
{
    internal EtagMismatchException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>What was to be changed was being changed by others for as long as the call tried, in each of its attempts.</summary>
public sealed class ConcurrentModificationException : ConflictException
{
    internal ConcurrentModificationException(FailedCall call)
        : base(call)
    {
    }
}
