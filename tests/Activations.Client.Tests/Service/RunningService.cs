using Activations.Grpc.Demo;
using Activations.Grpc.Hosting;
using Activations.Grpc.Tests.Service;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Activations.Client.Tests.Service;

/// <summary>The real service in this process, on free ports of loopback, with the demo catalogue.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TemporaryFolder folder;

    private RunningService(WebApplication app, TemporaryFolder folder)
    {
        this.app = app;
        this.folder = folder;
    }

    /// <summary>Where gRPC is.</summary>
    public Uri Address => app.GrpcAddress();

    /// <summary>Starts it; anybody may call it.</summary>
    public static async Task<RunningService> StartAsync(params string[] args)
    {
        var folder = new TemporaryFolder();
        var app = ActivationsHost.Build(
            ["--demo", "--Activations:Http:Port=0", "--Activations:Grpc:Port=0", "--Activations:Auth:Mode=none", folder.StoreSwitch, .. args],
            services => services.AddLogging(logging => logging.ClearProviders()));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningService(app, folder);
    }

    /// <summary>An API key that may read and write what the catalogue holds.</summary>
    public async Task<string> CreateApiKeyAsync() => (await DemoApiKey.CreateAsync(app.Services)).Reveal();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        folder.Dispose();
    }
}
