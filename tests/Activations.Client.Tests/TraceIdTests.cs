using Activations.Client.Tests.Service;
using Activations.V1;
using Grpc.Core;

namespace Activations.Client.Tests;

/// <summary>A failed call names its trace, which the operator of the service can look up.</summary>
public sealed class TraceIdTests
{
    [Fact]
    public async Task An_exception_names_the_trace_of_the_call()
    {
        await using var service = await RunningService.StartAsync();
        await using var clients = Clients.Of(service.Address);
        var headers = new Metadata { { "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00" } };

        var refused = await Assert.ThrowsAsync<HubNotFoundException>(async () => await clients.Hubs.GetHubAsync(
            new GetHubRequest { HubId = Demo.Connector }, headers, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal("4bf92f3577b34da6a3ce929d0e0e4736", refused.TraceId);
    }

    [Fact]
    public async Task A_failure_that_is_not_the_services_names_none()
    {
        await using var clients = Clients.Of(new Uri("http://127.0.0.1:9"), options => options.Retry.MaxAttempts = 1);

        var failed = await Assert.ThrowsAnyAsync<ActivationsException>(async () => await clients.Hubs.GetHubAsync(
            new GetHubRequest { HubId = Demo.Hub }, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Null(failed.TraceId);
    }
}
