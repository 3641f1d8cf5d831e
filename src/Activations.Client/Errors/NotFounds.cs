using Activations.Client.Errors;

namespace Activations.Client;

/// <summary>Something is not there, or the caller may not see it (NOT_FOUND).</summary>
public class ResourceNotFoundException : ActivationsException
{
    internal ResourceNotFoundException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>No such hub, or not one that the caller may see.</summary>
public sealed class HubNotFoundException : ResourceNotFoundException
{
    internal HubNotFoundException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>No such end user in the hub.</summary>
public sealed class UserNotFoundException : ResourceNotFoundException
{
    internal UserNotFoundException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>No such integration, or not one that the caller may see.</summary>
public sealed class IntegrationNotFoundException : ResourceNotFoundException
{
    internal IntegrationNotFoundException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>No such activation, or not one that the caller may see.</summary>
public sealed class ActivationNotFoundException : ResourceNotFoundException
{
    internal ActivationNotFoundException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>No such connection, or not one that the caller may see.</summary>
public sealed class ConnectionNotFoundException : ResourceNotFoundException
{
    internal ConnectionNotFoundException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>No such connection template, or not one that the caller may see.</summary>
public sealed class ConnectionTemplateNotFoundException : ResourceNotFoundException
{
    internal ConnectionTemplateNotFoundException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>No such API key, or not one that the caller may see.</summary>
public sealed class ApiKeyNotFoundException : ResourceNotFoundException
{
    internal ApiKeyNotFoundException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>No such signing key, or not one that the caller may see.</summary>
public sealed class SigningKeyNotFoundException : ResourceNotFoundException
{
    internal SigningKeyNotFoundException(FailedCall call)
        : base(call)
    {
    }
}
