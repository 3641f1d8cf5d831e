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

    [LoggerMessage(20, LogLevel.Information, "{Caller} resolved activation {Activation} of user {User} of hub {Hub} at {At:O}")]
    private partial void LogActivationResolved(string caller, ActivationId activation, EndUserId user, HubId hub, DateTimeOffset at);
}
