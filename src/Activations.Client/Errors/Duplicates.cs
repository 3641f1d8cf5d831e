using Activations.Client.Errors;

namespace Activations.Client;

/// <summary>What was to be made is there already (ALREADY_EXISTS).</summary>
public class AlreadyExistsException : ActivationsException
{
    internal AlreadyExistsException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>The end user has activated this integration already.</summary>
public sealed class ActivationAlreadyExistsException : AlreadyExistsException
{
    internal ActivationAlreadyExistsException(FailedCall call)
        : base(call)
    {
        ActivationId = call.Fact("activationId");
    }

    /// <summary>That activation (ULID).</summary>
    public string ActivationId { get; }
}

/// <summary>The hub has a user with this external id already.</summary>
public sealed class UserAlreadyExistsException : AlreadyExistsException
{
    internal UserAlreadyExistsException(FailedCall call)
        : base(call)
    {
        UserId = call.Fact("userId");
    }

    /// <summary>That user (ULID, the service's own id).</summary>
    public string UserId { get; }
}

/// <summary>A signing key with this id is registered already, for this hub or another.</summary>
public sealed class SigningKeyAlreadyExistsException : AlreadyExistsException
{
    internal SigningKeyAlreadyExistsException(FailedCall call)
        : base(call)
    {
    }
}
