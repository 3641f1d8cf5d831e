using Activations.V1;
using Grpc.Core;

namespace Activations.Grpc.Tests.Calls;

/// <summary>What callers were promised of each reason. Written out, so that a slip in errors.proto is found.</summary>
internal static class ExpectedStatuses
{
    /// <summary>The name of a reason, its gRPC status and its HTTP status.</summary>
    public static (string Name, StatusCode Grpc, int Http) Of(ErrorReason reason) => reason switch
    {
        ErrorReason.InvalidArgument => ("INVALID_ARGUMENT", StatusCode.InvalidArgument, 400),
        ErrorReason.RequestIdReused => ("REQUEST_ID_REUSED", StatusCode.InvalidArgument, 400),
        ErrorReason.NotFound => ("NOT_FOUND", StatusCode.NotFound, 404),
        ErrorReason.HubNotFound => ("HUB_NOT_FOUND", StatusCode.NotFound, 404),
        ErrorReason.UserNotFound => ("USER_NOT_FOUND", StatusCode.NotFound, 404),
        ErrorReason.IntegrationNotFound => ("INTEGRATION_NOT_FOUND", StatusCode.NotFound, 404),
        ErrorReason.ActivationNotFound => ("ACTIVATION_NOT_FOUND", StatusCode.NotFound, 404),
        ErrorReason.IntegrationNotDeployed => ("INTEGRATION_NOT_DEPLOYED", StatusCode.FailedPrecondition, 400),
        ErrorReason.ActivationAlreadyExists => ("ACTIVATION_ALREADY_EXISTS", StatusCode.AlreadyExists, 409),
        ErrorReason.EtagMismatch => ("ETAG_MISMATCH", StatusCode.Aborted, 409),
        ErrorReason.ConcurrentModification => ("CONCURRENT_MODIFICATION", StatusCode.Aborted, 409),
        ErrorReason.UserLimitExceeded => ("USER_LIMIT_EXCEEDED", StatusCode.ResourceExhausted, 429),
        ErrorReason.RequestIdLimitExceeded => ("REQUEST_ID_LIMIT_EXCEEDED", StatusCode.ResourceExhausted, 429),
        ErrorReason.ResourceExhausted => ("RESOURCE_EXHAUSTED", StatusCode.ResourceExhausted, 429),
        ErrorReason.Unavailable => ("UNAVAILABLE", StatusCode.Unavailable, 503),
        ErrorReason.DeadlineExceeded => ("DEADLINE_EXCEEDED", StatusCode.DeadlineExceeded, 504),
        ErrorReason.Cancelled => ("CANCELLED", StatusCode.Cancelled, 499),
        ErrorReason.Internal => ("INTERNAL", StatusCode.Internal, 500),
        ErrorReason.MethodNotAllowed => ("METHOD_NOT_ALLOWED", StatusCode.Unimplemented, 405),
        ErrorReason.PayloadTooLarge => ("PAYLOAD_TOO_LARGE", StatusCode.ResourceExhausted, 413),
        ErrorReason.UnsupportedMediaType => ("UNSUPPORTED_MEDIA_TYPE", StatusCode.InvalidArgument, 415),
        ErrorReason.UserAlreadyExists => ("USER_ALREADY_EXISTS", StatusCode.AlreadyExists, 409),
        ErrorReason.ConnectionNotFound => ("CONNECTION_NOT_FOUND", StatusCode.NotFound, 404),
        ErrorReason.ConnectionTemplateNotFound => ("CONNECTION_TEMPLATE_NOT_FOUND", StatusCode.NotFound, 404),
        ErrorReason.ConnectionInUse => ("CONNECTION_IN_USE", StatusCode.FailedPrecondition, 400),
        ErrorReason.IntegrationDeployed => ("INTEGRATION_DEPLOYED", StatusCode.FailedPrecondition, 400),
        ErrorReason.IntegrationInUse => ("INTEGRATION_IN_USE", StatusCode.FailedPrecondition, 400),
        ErrorReason.IntegrationLimitExceeded => ("INTEGRATION_LIMIT_EXCEEDED", StatusCode.ResourceExhausted, 429),
        ErrorReason.Unimplemented => ("UNIMPLEMENTED", StatusCode.Unimplemented, 501),
        ErrorReason.Unauthenticated => ("UNAUTHENTICATED", StatusCode.Unauthenticated, 401),
        ErrorReason.PermissionDenied => ("PERMISSION_DENIED", StatusCode.PermissionDenied, 403),
        ErrorReason.ApiKeyNotFound => ("API_KEY_NOT_FOUND", StatusCode.NotFound, 404),
        ErrorReason.SigningKeyNotFound => ("SIGNING_KEY_NOT_FOUND", StatusCode.NotFound, 404),
        ErrorReason.SigningKeyAlreadyExists => ("SIGNING_KEY_ALREADY_EXISTS", StatusCode.AlreadyExists, 409),
        ErrorReason.SecretsKeyMissing => ("SECRETS_KEY_MISSING", StatusCode.FailedPrecondition, 400),
        ErrorReason.SecretUnreadable => ("SECRET_UNREADABLE", StatusCode.Internal, 500),
        ErrorReason.RateLimited => ("RATE_LIMITED", StatusCode.ResourceExhausted, 429),
        ErrorReason.Overloaded => ("OVERLOADED", StatusCode.ResourceExhausted, 429),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "A reason without a promise."),
    };
}
