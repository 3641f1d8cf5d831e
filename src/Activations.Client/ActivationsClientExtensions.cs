using Activations.Client.Calls;
using Activations.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Activations.Client;

/// <summary>Registers the clients of the service.</summary>
public static class ActivationsClientExtensions
{
    /// <inheritdoc cref="AddActivationsClient(IServiceCollection, Action{ActivationsClientOptions, IServiceProvider})"/>
    public static IHttpClientBuilder AddActivationsClient(
        this IServiceCollection services, Action<ActivationsClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddActivationsClient((options, _) => configure(options));
    }

    /// <summary>
    /// Registers the generated clients of all services: <see cref="ActivationService"/>, <see cref="HubService"/>,
    /// <see cref="EndUserService"/>, <see cref="ConnectionService"/>, <see cref="IntegrationService"/> and
    /// <see cref="EmbedService"/>. They share one channel. Their unary calls have a deadline, are repeated where that is safe, and
    /// fail with an <see cref="ActivationsException"/>, or with an <see cref="OperationCanceledException"/> if the call's own
    /// token was cancelled.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="configure">
    /// Sets the options. They are checked when a client is first asked for, and when a host starts.
    /// </param>
    /// <returns>The builder of the HTTP client beneath, for such as a certificate, a proxy or an interceptor of your own.</returns>
    /// <exception cref="OptionsValidationException">Not here: later, if an option is missing or wrong.</exception>
    public static IHttpClientBuilder AddActivationsClient(
        this IServiceCollection services, Action<ActivationsClientOptions, IServiceProvider> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<ActivationsClientOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ActivationsClientOptions>, OptionsRules>());

        services.TryAddTransient<CredentialsHandler>();
        services.TryAddSingleton<CallDefaults>();
        services.TryAddSingleton<TypedErrors>();
        services.TryAddSingleton<Retries>();
        services.AddClient(invoker => new ActivationService.ActivationServiceClient(invoker));
        services.AddClient(invoker => new HubService.HubServiceClient(invoker));
        services.AddClient(invoker => new EndUserService.EndUserServiceClient(invoker));
        services.AddClient(invoker => new ConnectionService.ConnectionServiceClient(invoker));
        services.AddClient(invoker => new IntegrationService.IntegrationServiceClient(invoker));
        services.AddClient(invoker => new EmbedService.EmbedServiceClient(invoker));
        return services.AddSharedChannel();
    }

    private static void AddClient<TClient>(this IServiceCollection services, Func<CallInvoker, TClient> create)
        where TClient : ClientBase => services.TryAddTransient(s => create(s.GetRequiredService<SharedChannel>().Invoker));

    private static IHttpClientBuilder AddSharedChannel(this IServiceCollection services) => services
        .AddGrpcClient<SharedChannel>(
            "Activations",
            (provider, client) => client.Address = provider.GetRequiredService<IOptions<ActivationsClientOptions>>().Value.Address)
        .ConfigureChannel((provider, channel) =>
        {
            // A page of large activations may be larger than what a channel takes unless it is told otherwise.
            channel.MaxReceiveMessageSize = null;
            // The channel's own waits, of up to two minutes, would outlast the service's absence; meanwhile every attempt fails.
            var retry = provider.GetRequiredService<IOptions<ActivationsClientOptions>>().Value.Retry;
            channel.InitialReconnectBackoff = retry.InitialBackoff;
            channel.MaxReconnectBackoff = retry.MaxBackoff;
        })
        .AddInterceptor<CallDefaults>()
        .AddInterceptor<TypedErrors>()
        .AddInterceptor<Retries>()
        .RedactLoggedHeaders(["Authorization"])
        .AddHttpMessageHandler<CredentialsHandler>();
}
