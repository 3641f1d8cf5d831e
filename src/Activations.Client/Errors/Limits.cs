using Activations.Client.Errors;

namespace Activations.Client;

/// <summary>More than there may be (RESOURCE_EXHAUSTED): a message that is too large, or what derives from this.</summary>
public class LimitExceededException : ActivationsException
{
    internal LimitExceededException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>The end user would hold more connections, activations or bytes of JSON than one user may.</summary>
public sealed class UserLimitExceededException : LimitExceededException
{
    internal UserLimitExceededException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>The end user used 1,000 request ids within 24 hours.</summary>
public sealed class RequestIdLimitExceededException : LimitExceededException
{
    internal RequestIdLimitExceededException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>The integration would hold more connection templates or bytes of JSON than one integration may.</summary>
public sealed class IntegrationLimitExceededException : LimitExceededException
{
    internal IntegrationLimitExceededException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>The caller makes more calls per second than one caller may, in each of the attempts.</summary>
public sealed class RateLimitedException : LimitExceededException
{
    internal RateLimitedException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>The service does as many calls at once as it may, in each of the attempts.</summary>
public sealed class OverloadedException : LimitExceededException
{
    internal OverloadedException(FailedCall call)
        : base(call)
    {
    }
}
