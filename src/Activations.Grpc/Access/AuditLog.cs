using Activations.Access;
using Activations.Identifiers;

namespace Activations.Grpc.Access;

/// <summary>
/// Notes who did what with secrets and keys, and when: a line each, under the log category <see cref="Category"/>. Never
/// the secret.
/// </summary>
internal sealed partial class AuditLog(ILoggerFactory loggers)
{
    /// <summary>The category of the lines.</summary>
    public const string Category = "Activations.Audit";

    private readonly ILogger logger = loggers.CreateLogger(Category);

    /// <summary>The secrets of an activation were answered.</summary>
    public void ActivationResolved(Caller caller, HubId hub, EndUserId user, ActivationId activation, DateTimeOffset at) =>
        LogActivationResolved(caller.Name, activation, user, hub, at);

    /// <summary>An API key was made.</summary>
    public void ApiKeyCreated(Caller caller, ApiKey key) => LogApiKeyCreated(
        caller.Name,
        key.Id,
        key.OrganisationId,
        key.HubIds.IsEmpty ? "all" : string.Join(',', key.HubIds),
        string.Join(',', KeyScopeNames.NamesOf(key.Scopes)),
        key.CreatedAt);

    /// <summary>An API key was revoked.</summary>
    public void ApiKeyRevoked(Caller caller, ApiKeyId key, DateTimeOffset at) => LogApiKeyRevoked(caller.Name, key, at);

    /// <summary>A signing key was registered.</summary>
    public void SigningKeyCreated(Caller caller, SigningKey key) =>
        LogSigningKeyCreated(caller.Name, key.Id, key.HubId, key.CreatedAt);

    /// <summary>A signing key was deleted.</summary>
    public void SigningKeyDeleted(Caller caller, SigningKeyId key, DateTimeOffset at) =>
        LogSigningKeyDeleted(caller.Name, key, at);

    [LoggerMessage(20, LogLevel.Information, "{Caller} resolved activation {Activation} of user {User} of hub {Hub} at {At:O}")]
    private partial void LogActivationResolved(string caller, ActivationId activation, EndUserId user, HubId hub, DateTimeOffset at);

    [LoggerMessage(
        21,
        LogLevel.Information,
        "{Caller} created API key {ApiKey} for organisation {Organisation}, hubs {Hubs}, scopes {Scopes} at {At:O}")]
    private partial void LogApiKeyCreated(
        string caller, ApiKeyId apiKey, OrganisationId organisation, string hubs, string scopes, DateTimeOffset at);

    [LoggerMessage(22, LogLevel.Information, "{Caller} revoked API key {ApiKey} at {At:O}")]
    private partial void LogApiKeyRevoked(string caller, ApiKeyId apiKey, DateTimeOffset at);

    [LoggerMessage(23, LogLevel.Information, "{Caller} created signing key {SigningKey} for hub {Hub} at {At:O}")]
    private partial void LogSigningKeyCreated(string caller, SigningKeyId signingKey, HubId hub, DateTimeOffset at);

    [LoggerMessage(24, LogLevel.Information, "{Caller} deleted signing key {SigningKey} at {At:O}")]
    private partial void LogSigningKeyDeleted(string caller, SigningKeyId signingKey, DateTimeOffset at);
}
