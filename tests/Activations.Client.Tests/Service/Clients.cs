using System.Collections.Concurrent;
using Activations.Grpc.Tests.Service;
using Activations.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Activations.Client.Tests.Service;

/// <summary>The clients as an application has them, with a look at what they send.</summary>
internal sealed class Clients : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private Clients(ServiceProvider services, Wire wire, CapturedLog log)
    {
        this.services = services;
        Wire = wire;
        Log = log;
    }

    /// <summary>What was sent.</summary>
    public Wire Wire { get; }

    /// <summary>All that was logged, at every level.</summary>
    public CapturedLog Log { get; }

    public ActivationService.ActivationServiceClient Activations => Get<ActivationService.ActivationServiceClient>();

    public HubService.HubServiceClient Hubs => Get<HubService.HubServiceClient>();

    public EndUserService.EndUserServiceClient EndUsers => Get<EndUserService.EndUserServiceClient>();

    /// <summary>Clients of an address, with short waits and whatever else a test sets.</summary>
    public static Clients Of(Uri address, Action<ActivationsClientOptions>? configure = null)
    {
        var wire = new Wire();
        var log = new CapturedLog();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        services.AddActivationsClient(options =>
        {
            options.Address = address;
            options.Retry.InitialBackoff = TimeSpan.FromMilliseconds(20);
            configure?.Invoke(options);
        }).AddHttpMessageHandler(() => new WireTap(wire));
        return new Clients(services.BuildServiceProvider(), wire, log);
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => services.DisposeAsync();

    private sealed class WireTap(Wire wire) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            wire.Attempts.Enqueue(request.Headers.NonValidated.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase));
            return base.SendAsync(request, cancellationToken);
        }
    }
}

/// <summary>What clients send.</summary>
internal sealed class Wire
{
    /// <summary>The headers of each attempt.</summary>
    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Attempts { get; } = new();
}
