using System.Net;
using System.Net.Sockets;
using Activations.Client.Tests.Faults;
using Activations.Client.Tests.Service;
using Activations.V1;
using Grpc.Core;

namespace Activations.Client.Tests;

/// <summary>What is repeated, and what is not, over a connection that breaks after the service has done its work.</summary>
public sealed class RetryTests : IAsyncLifetime
{
    private RunningService service = null!;
    private CuttingProxy proxy = null!;
    private Clients clients = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        service = await RunningService.StartAsync();
        proxy = new CuttingProxy(service.Address);
        clients = Clients.Of(proxy.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await clients.DisposeAsync();
        await proxy.DisposeAsync();
        await service.DisposeAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("mine")]
    public async Task A_create_whose_answer_is_lost_is_repeated_and_makes_one_activation(string? requestId)
    {
        var request = Ping();
        if (requestId is not null)
            request.RequestId = requestId;
        proxy.CutAnswers(2);

        using var call = clients.Activations.CreateActivationAsync(request, cancellationToken: Cancelled);
        var activation = await call;

        Assert.Equal(2, proxy.Cut);
        Assert.Equal(3, clients.Wire.Attempts.Count);
        Assert.Equal("true", (await call.ResponseHeadersAsync).GetValue("idempotent-replayed"));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.Equal(requestId is not null, request.HasRequestId); // the caller's message stays as it was
        Assert.Equal(activation.Id, Assert.Single(await ActivationsAsync()).Id);
    }

    [Fact]
    public void A_blocking_create_whose_answer_is_lost_makes_one_activation_too()
    {
        proxy.CutAnswers(1);

        var activation = clients.Activations.CreateActivation(Ping(), cancellationToken: Cancelled);

        Assert.Equal(1, proxy.Cut);
        Assert.Equal(2, clients.Wire.Attempts.Count);
        Assert.Equal(Demo.User, activation.User.ExternalId);
    }

    [Fact]
    public async Task A_create_that_was_given_up_is_made_by_its_request_id_once()
    {
        await using var impatient = Clients.Of(proxy.Address, options => options.Retry.MaxAttempts = 1);
        proxy.CutAnswers(1);

        var lost = await Assert.ThrowsAsync<ServiceUnavailableException>(
            async () => await impatient.Activations.CreateActivationAsync(Ping(), cancellationToken: Cancelled));

        Assert.NotNull(lost.RequestId);
        var made = Assert.Single(await ActivationsAsync());
        var again = Ping();
        again.RequestId = lost.RequestId;
        Assert.Equal(made.Id, (await impatient.Activations.CreateActivationAsync(again, cancellationToken: Cancelled)).Id);
    }

    [Fact]
    public async Task A_create_without_a_request_id_of_its_own_is_another_call_each_time()
    {
        var request = Ping();
        await clients.Activations.CreateActivationAsync(request, cancellationToken: Cancelled);

        await Assert.ThrowsAsync<ActivationAlreadyExistsException>(
            async () => await clients.Activations.CreateActivationAsync(request, cancellationToken: Cancelled));
    }

    [Fact]
    public async Task A_hub_whose_answer_is_lost_is_not_made_again()
    {
        proxy.CutAnswers(1);

        await Assert.ThrowsAsync<ServiceUnavailableException>(
            async () => await clients.Hubs.CreateHubAsync(NewHub("once"), cancellationToken: Cancelled));

        Assert.Single(clients.Wire.Attempts);
        Assert.Single((await HubsAsync()).Hubs, hub => hub.Name == "once");
    }

    [Fact]
    public async Task A_hub_is_made_when_the_first_attempts_could_not_connect()
    {
        var port = FreePort();
        await using var early = Clients.Of(new Uri($"http://127.0.0.1:{port}"), options => options.Retry.MaxAttempts = 10);

        var making = early.Hubs.CreateHubAsync(NewHub("late"), cancellationToken: Cancelled).ResponseAsync;
        while (!early.Log.Entries.Any(entry => entry.Text.Contains("Connection refused", StringComparison.Ordinal)))
            await Task.Delay(TimeSpan.FromMilliseconds(1), Cancelled);
        await using var late = new CuttingProxy(service.Address, port);
        await making;

        Assert.Single(early.Wire.Attempts);
        Assert.Single((await HubsAsync()).Hubs, hub => hub.Name == "late");
    }

    [Fact]
    public async Task A_call_is_tried_no_more_often_than_is_set()
    {
        await using var few = Clients.Of(proxy.Address, options => options.Retry.MaxAttempts = 3);
        proxy.CutAnswers(10);

        var failure = await Assert.ThrowsAsync<ServiceUnavailableException>(
            async () => await few.Hubs.GetHubAsync(new GetHubRequest { HubId = Demo.Hub }, cancellationToken: Cancelled));

        Assert.Equal(3, few.Wire.Attempts.Count);
        Assert.Null(failure.Reason);
    }

    [Fact]
    public async Task A_read_whose_answer_is_lost_is_repeated()
    {
        proxy.CutAnswers(1);

        Assert.Equal("Demo Hub", (await clients.Hubs.GetHubAsync(new GetHubRequest { HubId = Demo.Hub }, cancellationToken: Cancelled)).Name);

        Assert.Equal(2, clients.Wire.Attempts.Count);
    }

    [Fact]
    public async Task A_deletion_whose_answer_is_lost_succeeds()
    {
        var request = new DeleteEndUserRequest { HubId = Demo.Hub, UserId = Demo.User };
        proxy.CutAnswers(1);

        using var call = clients.EndUsers.DeleteEndUserAsync(request, cancellationToken: Cancelled);
        await call;

        Assert.Equal(2, clients.Wire.Attempts.Count);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        await Assert.ThrowsAsync<UserNotFoundException>(
            async () => await clients.EndUsers.DeleteEndUserAsync(request, cancellationToken: Cancelled));
    }

    [Fact]
    public async Task A_change_under_an_etag_whose_answer_is_lost_is_not_said_to_have_come_to_nothing()
    {
        var activation = await clients.Activations.CreateActivationAsync(Ping(), cancellationToken: Cancelled);
        var change = new UpdateDynamicVariablesRequest { ActivationId = activation.Id, Etag = activation.Etag };
        proxy.CutAnswers(1);

        await Assert.ThrowsAsync<ServiceUnavailableException>(
            async () => await clients.Activations.UpdateDynamicVariablesAsync(change, cancellationToken: Cancelled));

        await Assert.ThrowsAsync<EtagMismatchException>(
            async () => await clients.Activations.UpdateDynamicVariablesAsync(change, cancellationToken: Cancelled));
    }

    private static CreateActivationRequest Ping() => new() { UserId = Demo.User, IntegrationId = Demo.Ping };

    private static CreateHubRequest NewHub(string name) => new()
    {
        OrganisationId = Demo.Organisation,
        Name = name,
        PrimaryConnectorId = Demo.Connector,
        AuthSchemeConfig = new AuthSchemeConfig { SchemeType = "basic-auth" },
    };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<HubsPage> HubsAsync() => await clients.Hubs.ListHubsAsync(
        new ListHubsRequest { OrganisationId = Demo.Organisation }, cancellationToken: Cancelled);

    private async Task<IReadOnlyList<EndUserActivation>> ActivationsAsync() =>
        (await clients.Activations.ListEndUserActivationsAsync(
            new ListEndUserActivationsRequest { HubId = Demo.Hub, UserId = Demo.User }, cancellationToken: Cancelled)).Activations;
}
