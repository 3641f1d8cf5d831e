using System.Collections.Frozen;
using Activations.Client.Calls;
using Grpc.Core;

namespace Activations.Client.Errors;

/// <summary>Which class a failure is of.</summary>
internal static class Family
{
    private static readonly FrozenDictionary<string, Func<FailedCall, ActivationsException>> OfReasons =
        new Dictionary<string, Func<FailedCall, ActivationsException>>
        {
            ["REQUEST_ID_REUSED"] = call => new RequestIdReusedException(call),
            ["HUB_NOT_FOUND"] = call => new HubNotFoundException(call),
            ["USER_NOT_FOUND"] = call => new UserNotFoundException(call),
            ["INTEGRATION_NOT_FOUND"] = call => new IntegrationNotFoundException(call),
            ["ACTIVATION_NOT_FOUND"] = call => new ActivationNotFoundException(call),
            ["CONNECTION_NOT_FOUND"] = call => new ConnectionNotFoundException(call),
            ["CONNECTION_TEMPLATE_NOT_FOUND"] = call => new ConnectionTemplateNotFoundException(call),
            ["API_KEY_NOT_FOUND"] = call => new ApiKeyNotFoundException(call),
            ["SIGNING_KEY_NOT_FOUND"] = call => new SigningKeyNotFoundException(call),
            ["INTEGRATION_NOT_DEPLOYED"] = call => new IntegrationNotDeployedException(call),
            ["CONNECTION_IN_USE"] = call => new ConnectionInUseException(call),
            ["INTEGRATION_DEPLOYED"] = call => new IntegrationDeployedException(call),
            ["INTEGRATION_IN_USE"] = call => new IntegrationInUseException(call),
            ["SECRETS_KEY_MISSING"] = call => new SecretsKeyMissingException(call),
            ["ACTIVATION_ALREADY_EXISTS"] = call => new ActivationAlreadyExistsException(call),
            ["USER_ALREADY_EXISTS"] = call => new UserAlreadyExistsException(call),
            ["SIGNING_KEY_ALREADY_EXISTS"] = call => new SigningKeyAlreadyExistsException(call),
            ["ETAG_MISMATCH"] = call => new EtagMismatchException(call),
            ["CONCURRENT_MODIFICATION"] = call => new ConcurrentModificationException(call),
            ["USER_LIMIT_EXCEEDED"] = call => new UserLimitExceededException(call),
            ["REQUEST_ID_LIMIT_EXCEEDED"] = call => new RequestIdLimitExceededException(call),
            ["INTEGRATION_LIMIT_EXCEEDED"] = call => new IntegrationLimitExceededException(call),
            ["RATE_LIMITED"] = call => new RateLimitedException(call),
            ["OVERLOADED"] = call => new OverloadedException(call),
            ["SECRET_UNREADABLE"] = call => new SecretUnreadableException(call),
        }.ToFrozenDictionary();

    /// <summary>The exception of the reason, or of the status.</summary>
    public static ActivationsException ExceptionOf(FailedCall call) =>
        call.Info is { Reason: var reason } && OfReasons.TryGetValue(reason, out var create) ? create(call) : OfStatus(call);

    private static ActivationsException OfStatus(FailedCall call) => call.Cause.StatusCode switch
    {
        StatusCode.InvalidArgument => new InvalidRequestException(call),
        StatusCode.NotFound => new ResourceNotFoundException(call),
        StatusCode.FailedPrecondition => new PreconditionFailedException(call),
        StatusCode.AlreadyExists => new AlreadyExistsException(call),
        StatusCode.Aborted => new ConflictException(call),
        StatusCode.ResourceExhausted => new LimitExceededException(call),
        StatusCode.Unavailable => new ServiceUnavailableException(call),
        StatusCode.DeadlineExceeded => new DeadlineExceededException(call),
        StatusCode.Cancelled => new CallCancelledException(call),
        StatusCode.Unimplemented => new CallNotSupportedException(call),
        StatusCode.Unauthenticated => new UnauthenticatedException(call),
        StatusCode.PermissionDenied => new PermissionDeniedException(call),
        _ when HasNoCredentials(call) => new CredentialsUnavailableException(call),
        _ => new ServiceFailedException(call),
    };

    private static bool HasNoCredentials(FailedCall call) => call.Cause.Status.DebugException is CredentialsException;
}
