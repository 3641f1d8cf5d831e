using System.Globalization;
using Activations.Client.Errors;

namespace Activations.Client;

/// <summary>What the call needs is not so (FAILED_PRECONDITION).</summary>
public class PreconditionFailedException : ActivationsException
{
    internal PreconditionFailedException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>The integration is not deployed, so it can't be activated.</summary>
public sealed class IntegrationNotDeployedException : PreconditionFailedException
{
    internal IntegrationNotDeployedException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>Activations bind the connection, so it can't be deleted without <c>force</c>.</summary>
public sealed class ConnectionInUseException : PreconditionFailedException
{
    internal ConnectionInUseException(FailedCall call)
        : base(call)
    {
        ActivationIds = call.Fact("activationIds").Split(',', StringSplitOptions.RemoveEmptyEntries);
        ActivationCount = int.TryParse(call.Fact("activationCount"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
    }

    /// <summary>Those activations (ULIDs); of more than 100, the first 100.</summary>
    public IReadOnlyList<string> ActivationIds { get; }

    /// <summary>How many there are.</summary>
    public int ActivationCount { get; }
}

/// <summary>The integration is deployed, so it can't be deleted. Undeploy it first.</summary>
public sealed class IntegrationDeployedException : PreconditionFailedException
{
    internal IntegrationDeployedException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>End users have activated the integration, so it can't be deleted.</summary>
public sealed class IntegrationInUseException : PreconditionFailedException
{
    internal IntegrationInUseException(FailedCall call)
        : base(call)
    {
    }
}

/// <summary>The service has no key to encrypt secrets with, so it stores none. Its operator has to configure one.</summary>
public sealed class SecretsKeyMissingException : PreconditionFailedException
{
    internal SecretsKeyMissingException(FailedCall call)
        : base(call)
    {
    }
}
