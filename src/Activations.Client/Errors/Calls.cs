using Activations.Client.Errors;

namespace Activations.Client;

/// <summary>The service can't be reached, or its store can't, or it is starting or stopping (UNAVAILABLE). Whether a write took place is not known, unless no connection could be made.</summary>
public sealed class ServiceUnavailableException : ActivationsException
{
    internal ServiceUnavailableException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>The call's deadline passed (DEADLINE_EXCEEDED). Whether a write took place is not known.</summary>
public sealed class DeadlineExceededException : ActivationsException
{
    internal DeadlineExceededException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>The call was cancelled, but not by its own token (CANCELLED). Whether a write took place is not known.</summary>
public sealed class CallCancelledException : ActivationsException
{
    internal CallCancelledException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>The service has no such call (UNIMPLEMENTED): it is older, or the address is not its gRPC port.</summary>
public sealed class CallNotSupportedException : ActivationsException
{
    internal CallNotSupportedException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>The call has no credentials, or they are not valid (any more) (UNAUTHENTICATED).</summary>
public sealed class UnauthenticatedException : ActivationsException
{
    internal UnauthenticatedException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>The caller may never make this call, or not with these values (PERMISSION_DENIED).</summary>
public sealed class PermissionDeniedException : ActivationsException
{
    internal PermissionDeniedException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>The credentials could not be had or must not be sent, so the call was not made. The cause is in the inner exceptions.</summary>
public sealed class CredentialsUnavailableException : ActivationsException
{
    internal CredentialsUnavailableException(FailedCall call)
        : base(call)
    {
    }
}
