namespace Activations.Grpc.Hosting;

/// <summary>Says that there is no key to encrypt secrets with, once, when the service starts.</summary>
internal sealed partial class MissingKey(ILogger<MissingKey> logger) : IHostedService
{
    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        LogMissing();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(8, LogLevel.Warning, "There is no key in Activations:Secrets: credentials and client secrets are not stored but refused")]
    private partial void LogMissing();
}
