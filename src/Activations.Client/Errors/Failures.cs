using Activations.Client.Errors;

namespace Activations.Client;

/// <summary>A defect of the service (INTERNAL), whose log has the cause, or a status that has no class of its own. Whether a write took place is not known.</summary>
public class ServiceFailedException : ActivationsException
{
    internal ServiceFailedException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>A stored secret can't be decrypted. The service's log says which key is missing.</summary>
public sealed class SecretUnreadableException : ServiceFailedException
{
    internal SecretUnreadableException(FailedCall call)
        : base(call)
    {
    }
}
