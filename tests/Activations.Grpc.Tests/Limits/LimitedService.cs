using System.Net;
using System.Net.Sockets;
using Activations.Errors;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Errors;
using Activations.Grpc.Tests.Service;
using Activations.V1;
using Grpc.Net.Client;

namespace Activations.Grpc.Tests.Limits;

/// <summary>
/// A service with limits. Its store knows no activation; one that is held answers when it is released, or gives up with
/// the call.
/// </summary>
internal sealed class LimitedService : IAsyncDisposable
{
    /// <summary>A call that takes as long as the store does.</summary>
    public static readonly GetActivationRequest Request = new() { ActivationId = "01J0DEM0CNX000000000000001" };

    private readonly List<IDisposable> clients = [];

    private LimitedService(ServiceUnderTest service, FailingStore store)
    {
        Service = service;
        Store = store;
    }

    public ServiceUnderTest Service { get; }

    public FailingStore Store { get; }

    public static async Task<LimitedService> StartAsync(bool isHeld, params string[] limits)
    {
        var store = new FailingStore { Failure = ResourceNotFoundException.Activation(), IsHeld = isHeld };
        var service = await ServiceUnderTest.StartAsync([.. limits.Select(limit => $"--Activations:Limits:{limit}")], store);
        return new LimitedService(service, store);
    }

    /// <summary>How a call is refused.</summary>
    public async Task<Refusal> CallAsync(Transport transport) =>
        (await Service.On(transport).CallAsync(Request)).Refusal;

    /// <summary>How a call with a deadline is refused, by a caller who does not watch the clock.</summary>
    public async Task<Refusal> CallAsync(Transport transport, string timeout) =>
        (await By(new TimeoutHeader(timeout), transport).CallAsync(Request)).Refusal;

    /// <summary>A caller at another address of loopback.</summary>
    public Caller From(IPAddress address, Transport transport) => By(
        new SocketsHttpHandler { ConnectCallback = (context, token) => ConnectAsync(address, context, token) }, transport);

    /// <summary>Fails the test unless all of health answers.</summary>
    public async Task AssertHealthyAsync()
    {
        Assert.Equal(200, (await Service.Rest.ReadAsync("/healthz")).Status);
        Assert.Equal(200, (await Service.Rest.ReadAsync("/readyz")).Status);
        var health = await new global::Grpc.Health.V1.Health.HealthClient(Service.Channel).CheckAsync(
            new global::Grpc.Health.V1.HealthCheckRequest(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(global::Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
    }

    public async ValueTask DisposeAsync()
    {
        clients.ForEach(client => client.Dispose());
        await Service.DisposeAsync();
        await Store.DisposeAsync();
        Assert.Empty(Service.Log.TakeErrors());
    }

    private Caller By(HttpMessageHandler handler, Transport transport)
    {
        if (transport == Transport.Grpc)
        {
            var channel = GrpcChannel.ForAddress(
                Service.GrpcAddress, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
            clients.Add(channel);
            return new GrpcCaller(channel);
        }

        var client = new HttpClient(handler) { BaseAddress = Service.RestAddress };
        clients.Add(client);
        return new RestCaller(client);
    }

    private static async ValueTask<Stream> ConnectAsync(
        IPAddress from, SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>The client of gRPC sends no deadline that it does not keep itself.</summary>
    private sealed class TimeoutHeader(string timeout) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.TryAddWithoutValidation("grpc-timeout", timeout);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
