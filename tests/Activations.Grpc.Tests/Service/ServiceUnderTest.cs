using System.Security.Cryptography;
using Activations.Access;
using Activations.EndUsers;
using Activations.Grpc.Demo;
using Activations.Grpc.Hosting;
using Activations.Grpc.Tests.Calls;
using Activations.Identifiers;
using Activations.Stores;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Activations.Grpc.Tests.Service;

/// <summary>The service in this process, on free ports of loopback, with the demo catalogue.</summary>
internal sealed class ServiceUnderTest : IAsyncDisposable
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    private readonly WebApplication app;

    private ServiceUnderTest(WebApplication app, CapturedLog log)
    {
        this.app = app;
        Log = log;
        RestAddress = app.RestAddress();
        GrpcAddress = app.GrpcAddress();
        Channel = GrpcChannel.ForAddress(GrpcAddress, new GrpcChannelOptions { MaxSendMessageSize = null, MaxReceiveMessageSize = null });
        Rest = new HttpClient { BaseAddress = RestAddress };
        Catalogue = new Catalogue(app.Services.GetRequiredService<IStore>());
    }

    /// <summary>What it logs.</summary>
    public CapturedLog Log { get; }

    /// <summary>Where REST is.</summary>
    public Uri RestAddress { get; }

    /// <summary>Where gRPC is.</summary>
    public Uri GrpcAddress { get; }

    /// <summary>A gRPC channel to it: one HTTP/2 connection.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>A REST client of it.</summary>
    public HttpClient Rest { get; }

    /// <summary>Puts what a test needs straight into the store.</summary>
    public Catalogue Catalogue { get; }

    /// <summary>Starts a service with the embedded store, or with a store or a clock of the test's own.</summary>
    public static Task<ServiceUnderTest> StartAsync(
        string[] args, IStore? store = null, TimeProvider? time = null, Action<IServiceCollection>? replaceServices = null) =>
        StartBareAsync(["--demo", KeySwitch("test", Key), .. args], store, time, replaceServices);

    /// <summary>Starts a service with neither the demo catalogue nor a key to encrypt secrets with. Anybody may call it.</summary>
    public static async Task<ServiceUnderTest> StartBareAsync(
        string[] args, IStore? store = null, TimeProvider? time = null, Action<IServiceCollection>? replaceServices = null)
    {
        var log = new CapturedLog();
        var app = ActivationsHost.Build(
            ["--Activations:Http:Port=0", "--Activations:Grpc:Port=0", "--Activations:Auth:Mode=none", .. args],
            services =>
            {
                services.AddLogging(logging => logging.ClearProviders().AddProvider(log));
                replaceServices?.Invoke(services);
                if (store is not null)
                    services.AddSingleton(store);
                if (time is not null)
                    services.AddSingleton(time);
            });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ServiceUnderTest(app, log);
    }

    /// <summary>A part of it, for what neither the API nor the store shows.</summary>
    public TPart Part<TPart>()
        where TPart : notnull => app.Services.GetRequiredService<TPart>();

    /// <summary>The switch that gives the service a key.</summary>
    public static string KeySwitch(string id, byte[] key) => $"--Activations:Secrets:Keys={id}:{Convert.ToBase64String(key)}";

    /// <summary>Its store, for what the API does not show.</summary>
    public IStore Store => app.Services.GetRequiredService<IStore>();

    /// <summary>What its store keeps of the user with a connection, secrets and all.</summary>
    public async Task<EndUser> LoadByConnectionAsync(string connection)
    {
        var id = Id.Parse<ConnectionId>(connection);
        var user = await Store.EndUsers.LoadAsync(
            Reach.Everything,
            new EndUserLookup.ByConnection(id), EndUserParts.Profile, TestContext.Current.CancellationToken);
        return Assert.IsType<EndUser>(user);
    }

    /// <summary>What its store keeps of a connection, secrets and all.</summary>
    public async Task<Connection> LoadConnectionAsync(string connection) =>
        (await LoadByConnectionAsync(connection)).FindConnection(Id.Parse<ConnectionId>(connection))!;

    /// <summary>A caller on a transport.</summary>
    public Caller On(Transport transport) =>
        transport == Transport.Grpc ? new GrpcCaller(Channel) : new RestCaller(Rest);

    /// <summary>Does what a start with <c>--demo</c> does when the service listens.</summary>
    public Task RunDemoAsync() => DemoRun.RunAsync(app);

    /// <summary>Stops it as SIGTERM does; done when the last call is.</summary>
    public Task StopAsync() => app.StopAsync(CancellationToken.None);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        Rest.Dispose();
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }
}
