using Activations.Errors;
using Activations.Stores;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Activations.Grpc.Hosting;

/// <summary>
/// Makes the store ready when the service starts, and says whether it is. The first attempt is made before the service
/// listens, so that a store that can't be used ends the process; one that can't be reached is tried again until it can.
/// </summary>
internal sealed partial class StoreReadiness(
    IStore store,
    IEnumerable<IStartupData> startupData,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<StoreReadiness> logger)
    : BackgroundService, IHostedLifecycleService, IHealthCheck
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(2);

    private volatile bool isReady;
    private bool isAway;

    /// <summary>Whether the store has been made ready; it may be away for a while all the same.</summary>
    public bool IsReady => isReady;

    /// <inheritdoc />
    public async Task StartingAsync(CancellationToken cancellationToken) => await TryPrepareAsync(cancellationToken);

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!isReady)
            return HealthCheckResult.Unhealthy("The store is not ready yet.");
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(PingTimeout);
        try
        {
            await store.PingAsync(timeout.Token);
            if (Interlocked.Exchange(ref isAway, false))
                LogBack();
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (
            exception is ActivationsException || (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested))
        {
            if (!Interlocked.Exchange(ref isAway, true)) // once for an outage, however often somebody asks
                LogAway((exception as StoreUnavailableException)?.ForOperator ?? exception.Message);
            return HealthCheckResult.Unhealthy("The store can't be reached.");
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!isReady)
            {
                await Task.Delay(RetryInterval, time, stoppingToken);
                await TryPrepareAsync(stoppingToken);
            }
        }
        catch (StoreUnusableException exception)
        {
            LogUnusable(exception.Message);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    private async Task TryPrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.PrepareAsync(cancellationToken);
            foreach (var data in startupData)
                await data.LoadAsync(store, cancellationToken);
            isReady = true;
            LogReady();
        }
        catch (StoreUnavailableException exception)
        {
            LogUnavailable(exception.ForOperator);
        }
    }

    [LoggerMessage(4, LogLevel.Information, "The store is ready")]
    private partial void LogReady();

    [LoggerMessage(12, LogLevel.Warning, "Not ready any more: {Message}")]
    private partial void LogAway(string message);

    [LoggerMessage(13, LogLevel.Information, "Ready again")]
    private partial void LogBack();

    [LoggerMessage(6, LogLevel.Critical, "The store can't be used, the service ends: {Message}")]
    private partial void LogUnusable(string message);

    [LoggerMessage(5, LogLevel.Warning, "The store can't be used yet: {Message} Trying again")]
    private partial void LogUnavailable(string message);
}

/// <summary>Data that must be in the store before the service is ready.</summary>
internal interface IStartupData
{
    /// <summary>Puts it there, if it is not there yet.</summary>
    Task LoadAsync(IStore store, CancellationToken cancellationToken);
}
