using System.Collections.Immutable;
using System.Globalization;
using Activations.Identifiers;

namespace Activations.Errors;

/// <summary>
/// A call that the domain or a store refuses. The family is closed: every kind is in this file. Messages are for
/// callers; they never hold a driver's text or a secret.
/// </summary>
public abstract class ActivationsException : Exception
{
    private protected ActivationsException(ErrorReason reason, string message, Exception? cause = null)
        : base(message, cause) => Reason = reason;

    /// <summary>Why.</summary>
    public ErrorReason Reason { get; }

    /// <summary>Facts that a program can act on, by name.</summary>
    public virtual ImmutableDictionary<string, string> Metadata => ImmutableDictionary<string, string>.Empty;

    /// <summary>How long to wait before a retry, where a retry helps.</summary>
    public virtual TimeSpan? RetryAfter => null;
}

/// <summary>The request breaks one or more rules. Nothing was stored.</summary>
/// <param name="violations">All of them; at least one.</param>
public sealed class InvalidRequestException(ImmutableArray<Violation> violations)
    : ActivationsException(ErrorReason.InvalidArgument, "The request is not valid.")
{
    /// <summary>What is wrong, field by field.</summary>
    public ImmutableArray<Violation> Violations { get; } = violations;

    /// <summary>A request with a single violation.</summary>
    /// <param name="field">The path of the field.</param>
    /// <param name="message">What is wrong.</param>
    public static InvalidRequestException Of(string field, string message) => new([new Violation(field, message)]);
}

/// <summary>The request id was used by this end user for another request.</summary>
public sealed class RequestIdReusedException()
    : ActivationsException(ErrorReason.RequestIdReused, "The request id was used for a different request.");

/// <summary>What was asked for does not exist, or not for this caller.</summary>
public sealed class ResourceNotFoundException : ActivationsException
{
    private ResourceNotFoundException(ErrorReason reason, string message)
        : base(reason, message)
    {
    }

    /// <summary>No such hub.</summary>
    public static ResourceNotFoundException Hub() => new(ErrorReason.HubNotFound, "There is no such hub.");

    /// <summary>No such end user.</summary>
    public static ResourceNotFoundException User() =>
        new(ErrorReason.UserNotFound, "There is no such end user in the hub.");

    /// <summary>No such integration.</summary>
    public static ResourceNotFoundException Integration() =>
        new(ErrorReason.IntegrationNotFound, "There is no such integration.");

    /// <summary>No such activation.</summary>
    public static ResourceNotFoundException Activation() =>
        new(ErrorReason.ActivationNotFound, "There is no such activation.");

    /// <summary>No such connection.</summary>
    public static ResourceNotFoundException Connection() =>
        new(ErrorReason.ConnectionNotFound, "There is no such connection.");

    /// <summary>No such API key.</summary>
    public static ResourceNotFoundException ApiKey() => new(ErrorReason.ApiKeyNotFound, "There is no such API key.");

    /// <summary>No such signing key.</summary>
    public static ResourceNotFoundException SigningKey() =>
        new(ErrorReason.SigningKeyNotFound, "There is no such signing key.");

    /// <summary>No such connection template.</summary>
    public static ResourceNotFoundException ConnectionTemplate() =>
        new(ErrorReason.ConnectionTemplateNotFound, "There is no such connection template.");
}

/// <summary>The caller may never make this call, or not with these values.</summary>
/// <param name="message">What is missing, for the caller.</param>
public sealed class PermissionDeniedException(string message)
    : ActivationsException(ErrorReason.PermissionDenied, message);

/// <summary>A signing key with this id is registered already.</summary>
public sealed class SigningKeyAlreadyExistsException()
    : ActivationsException(ErrorReason.SigningKeyAlreadyExists, "A signing key with this id is registered already.");

/// <summary>Secrets can't be stored, since the service has no key to encrypt them with.</summary>
public sealed class SecretsKeyMissingException()
    : ActivationsException(
        ErrorReason.SecretsKeyMissing, "The service has no key to encrypt secrets with (Activations:Secrets:Keys), so it stores none.");

/// <summary>A stored secret can't be decrypted: its key is gone, or the record was tampered with.</summary>
/// <param name="keyId">The id of the key that it was encrypted with; null if it does not say.</param>
/// <param name="record">The identity of the record that holds it.</param>
/// <param name="problem">What is the matter, in words of our own.</param>
public sealed class SecretUnreadableException(string? keyId, string record, string problem)
    : ActivationsException(ErrorReason.SecretUnreadable, "A stored secret can't be read. The service's log says which.")
{
    /// <summary>The id of the key that it was encrypted with; null if it does not say. For the log only.</summary>
    public string? KeyId { get; } = keyId;

    /// <summary>The identity of the record that holds it. For the log only.</summary>
    public string Record { get; } = record;

    /// <summary>What is the matter. For the log only.</summary>
    public string Problem { get; } = problem;
}

/// <summary>The hub has a user with this external id already.</summary>
/// <param name="existing">That user; ours.</param>
public sealed class EndUserAlreadyExistsException(EndUserId existing)
    : ActivationsException(ErrorReason.UserAlreadyExists, "The hub has a user with this external id already.")
{
    /// <inheritdoc />
    public override ImmutableDictionary<string, string> Metadata { get; } =
        ImmutableDictionary<string, string>.Empty.Add("userId", existing.ToString());
}

/// <summary>Activations bind the connection, so it can't be deleted.</summary>
/// <param name="activations">All of them; the first 100 are named to the caller.</param>
public sealed class ConnectionInUseException(IReadOnlyCollection<ActivationId> activations)
    : ActivationsException(
        ErrorReason.ConnectionInUse, "Activations use the connection. With 'force' they are deleted with it.")
{
    private const int MaxNamed = 100;

    /// <inheritdoc />
    public override ImmutableDictionary<string, string> Metadata { get; } = ImmutableDictionary<string, string>.Empty
        .Add("activationIds", string.Join(',', activations.Take(MaxNamed)))
        .Add("activationCount", activations.Count.ToString(CultureInfo.InvariantCulture));
}

/// <summary>The integration is deployed, so it can't be deleted.</summary>
public sealed class IntegrationDeployedException()
    : ActivationsException(ErrorReason.IntegrationDeployed, "The integration is deployed. Undeploy it first.");

/// <summary>End users have activated the integration, so it can't be deleted.</summary>
public sealed class IntegrationInUseException()
    : ActivationsException(ErrorReason.IntegrationInUse, "End users have activated the integration.");

/// <summary>The integration is not deployed.</summary>
public sealed class IntegrationNotDeployedException()
    : ActivationsException(ErrorReason.IntegrationNotDeployed, "The integration is not deployed.");

/// <summary>The end user has activated this integration already.</summary>
/// <param name="existing">That activation.</param>
public sealed class ActivationAlreadyExistsException(ActivationId existing)
    : ActivationsException(ErrorReason.ActivationAlreadyExists, "The end user has activated this integration already.")
{
    /// <inheritdoc />
    public override ImmutableDictionary<string, string> Metadata { get; } =
        ImmutableDictionary<string, string>.Empty.Add("activationId", existing.ToString());
}

/// <summary>The etag sent is not the activation's current one.</summary>
public sealed class EtagMismatchException()
    : ActivationsException(ErrorReason.EtagMismatch, "The activation was changed since its etag was read.");

/// <summary>Others kept changing what was to be changed for as long as the call tried.</summary>
public sealed class ConcurrentModificationException()
    : ActivationsException(ErrorReason.ConcurrentModification, "What was to be changed is being changed by other calls.")
{
    /// <inheritdoc />
    public override TimeSpan? RetryAfter => TimeSpan.FromSeconds(1);
}

/// <summary>An end user or an integration would hold more than one may.</summary>
public sealed class LimitExceededException : ActivationsException
{
    private LimitExceededException(ErrorReason reason, string message)
        : base(reason, message)
    {
    }

    /// <summary>Too many of something that is kept for a user.</summary>
    /// <param name="what">What, with the limit, such as "1,000 connections".</param>
    public static LimitExceededException User(string what) =>
        new(ErrorReason.UserLimitExceeded, $"An end user may hold at most {what}.");

    /// <summary>Too many of something that is kept for an integration.</summary>
    /// <param name="what">What, with the limit, such as "100 connection templates".</param>
    public static LimitExceededException Integration(string what) =>
        new(ErrorReason.IntegrationLimitExceeded, $"An integration may hold at most {what}.");

    /// <summary>Too many request ids within the time for which they are remembered.</summary>
    /// <param name="limit">How many are remembered.</param>
    public static LimitExceededException RequestIds(int limit) =>
        new(ErrorReason.RequestIdLimitExceeded, $"An end user may use at most {limit} request ids within 24 hours.");
}

/// <summary>The call would have to wait too long, because calls come more quickly than they are done.</summary>
public sealed class OverloadedException()
    : ActivationsException(ErrorReason.Overloaded, "Calls come more quickly than they are done. The call was not begun.")
{
    /// <inheritdoc />
    public override TimeSpan? RetryAfter => TimeSpan.FromSeconds(1);
}

/// <summary>The store can't be reached at present, or can't tell whether a write took place.</summary>
/// <param name="message">What is the matter, for the caller.</param>
/// <param name="cause">The driver's exception; for the log only.</param>
public sealed class StoreUnavailableException(string message, Exception? cause = null)
    : ActivationsException(ErrorReason.Unavailable, message, cause)
{
    /// <summary>Where and why, and what to do, in sentences for the operator; null if no more is known. No caller sees it.</summary>
    public string? Detail { get; init; }

    /// <summary>All that is known, for the operator.</summary>
    public string ForOperator => Detail is null ? Message : $"{Message} {Detail}";

    /// <inheritdoc />
    public override TimeSpan? RetryAfter => TimeSpan.FromSeconds(1);
}
