using Activations.Client.Tests.Faults;
using Activations.Client.Tests.Service;
using Activations.V1;
using Microsoft.Extensions.Options;

namespace Activations.Client.Tests;

/// <summary>What the registration gives: clients, their defaults, and refusals of options that can't work.</summary>
public sealed class RegistrationTests
{
    private static readonly Uri Anywhere = new("https://activations.example");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_clients_of_all_services_work_over_one_connection()
    {
        await using var service = await RunningService.StartAsync();
        await using var proxy = new CuttingProxy(service.Address);
        await using var clients = Clients.Of(proxy.Address);

        await clients.Activations.ListEndUserActivationsAsync(new() { HubId = Demo.Hub, UserId = Demo.User }, cancellationToken: Cancelled);
        await clients.Hubs.GetHubAsync(new() { HubId = Demo.Hub }, cancellationToken: Cancelled);
        await clients.EndUsers.ListEndUsersAsync(new() { HubId = Demo.Hub }, cancellationToken: Cancelled);
        await clients.Get<ConnectionService.ConnectionServiceClient>().ListEndUserConnectionsAsync(
            new() { HubId = Demo.Hub, UserId = "demo-user" }, cancellationToken: Cancelled);
        await clients.Get<IntegrationService.IntegrationServiceClient>().GetIntegrationAsync(
            new() { IntegrationId = Demo.Ping }, cancellationToken: Cancelled);
        await clients.Get<EmbedService.EmbedServiceClient>().ListEndUserIntegrationsAsync(
            new() { HubId = Demo.Hub, UserId = Demo.User }, cancellationToken: Cancelled);

        Assert.Equal(6, clients.Wire.Attempts.Count);
        Assert.Equal(1, proxy.Connections);
    }

    [Fact]
    public async Task A_call_has_the_default_deadline_unless_it_names_its_own()
    {
        await using var service = await RunningService.StartAsync();
        await using var clients = Clients.Of(service.Address, options => options.DefaultDeadline = TimeSpan.FromSeconds(7));
        await using var patient = Clients.Of(service.Address, options => options.DefaultDeadline = null);
        var request = new GetHubRequest { HubId = Demo.Hub };

        await clients.Hubs.GetHubAsync(request, cancellationToken: Cancelled);
        await clients.Hubs.GetHubAsync(request, deadline: DateTime.UtcNow.AddSeconds(60), cancellationToken: Cancelled);
        await patient.Hubs.GetHubAsync(request, cancellationToken: Cancelled);

        var timeouts = clients.Wire.Attempts.Select(headers => SecondsOf(headers["grpc-timeout"])).ToList();
        Assert.InRange(timeouts[0], 1, 7);
        Assert.InRange(timeouts[1], 40, 60);
        Assert.False(Assert.Single(patient.Wire.Attempts).ContainsKey("grpc-timeout"));
    }

    [Fact]
    public void Options_that_can_not_work_are_refused_by_name()
    {
        Refuses("Address", options => options.Address = null);
        Refuses("Address", options => options.Address = new Uri("ftp://activations.example"));
        Refuses("TokenProvider", options => (options.ApiKey, options.TokenProvider) = ("key", _ => ValueTask.FromResult("token")));
        Refuses("DefaultDeadline", options => options.DefaultDeadline = TimeSpan.Zero);
        Refuses("MaxAttempts", options => options.Retry.MaxAttempts = 0);
        Refuses("MaxBackoff", options => options.Retry.MaxBackoff = TimeSpan.Zero);
    }

    private static void Refuses(string name, Action<ActivationsClientOptions> configure)
    {
        var clients = Clients.Of(Anywhere, configure);
        var refusal = Assert.Throws<OptionsValidationException>(() => clients.Hubs);
        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
    }

    // gRPC over HTTP/2: a number and a unit.
    private static double SecondsOf(string timeout) =>
        double.Parse(timeout[..^1], System.Globalization.CultureInfo.InvariantCulture) * timeout[^1] switch
        {
            'H' => 3600,
            'M' => 60,
            'S' => 1,
            'm' => 1e-3,
            'u' => 1e-6,
            _ => 1e-9,
        };
}
