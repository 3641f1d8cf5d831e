namespace Activations.Errors;

/// <summary>
/// Why the domain refuses a call. Each has the name of a reason in <c>errors.proto</c>, which says what status it is
/// answered with.
/// </summary>
public enum ErrorReason
{
    /// <summary>The request breaks a rule; the violations say which.</summary>
    InvalidArgument,

    /// <summary>The request id was used for another request.</summary>
    RequestIdReused,

    /// <summary>No such hub.</summary>
    HubNotFound,

    /// <summary>No such end user.</summary>
    UserNotFound,

    /// <summary>No such integration.</summary>
    IntegrationNotFound,

    /// <summary>No such activation.</summary>
    ActivationNotFound,

    /// <summary>The integration is not deployed.</summary>
    IntegrationNotDeployed,

    /// <summary>The end user has activated this integration already.</summary>
    ActivationAlreadyExists,

    /// <summary>The etag is not the current one.</summary>
    EtagMismatch,

    /// <summary>Others kept changing what was to be changed.</summary>
    ConcurrentModification,

    /// <summary>The end user would hold more than one user may.</summary>
    UserLimitExceeded,

    /// <summary>The end user used up the request ids of 24 hours.</summary>
    RequestIdLimitExceeded,

    /// <summary>The store can't be reached.</summary>
    Unavailable,

    /// <summary>The hub has a user with this external id already.</summary>
    UserAlreadyExists,

    /// <summary>No such connection.</summary>
    ConnectionNotFound,

    /// <summary>No such connection template.</summary>
    ConnectionTemplateNotFound,

    /// <summary>Activations bind the connection.</summary>
    ConnectionInUse,

    /// <summary>The integration is deployed.</summary>
    IntegrationDeployed,

    /// <summary>End users have activated the integration.</summary>
    IntegrationInUse,

    /// <summary>The integration would hold more than one integration may.</summary>
    IntegrationLimitExceeded,

    /// <summary>The caller may never make this call.</summary>
    PermissionDenied,

    /// <summary>No such API key.</summary>
    ApiKeyNotFound,

    /// <summary>No such signing key.</summary>
    SigningKeyNotFound,

    /// <summary>A signing key with this id is registered already.</summary>
    SigningKeyAlreadyExists,

    /// <summary>The service has no key to encrypt secrets with.</summary>
    SecretsKeyMissing,

    /// <summary>A stored secret can't be decrypted.</summary>
    SecretUnreadable,

    /// <summary>Calls come more quickly than they are done.</summary>
    Overloaded,
}
