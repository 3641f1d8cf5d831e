using Activations.Client.Errors;

namespace Activations.Client;

/// <summary>The request breaks a rule (INVALID_ARGUMENT); <see cref="ActivationsException.Violations"/> say which fields and how.</summary>
public class InvalidRequestException : ActivationsException
{
    internal InvalidRequestException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>The request id was used by this end user for another request.</summary>
public sealed class RequestIdReusedException : InvalidRequestException
{
    internal RequestIdReusedException(FailedCall call)
        : base(call)
    {
    }
}
