using Activations.Processes;

namespace Activations.Robustness.Regressions;

/// <summary>A service with the demo catalogue, for all tests of a class.</summary>
public sealed class DemoService : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    internal ServiceProcess Service { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Service = await ServiceProcess.StartAsync(folder.Path, "--demo");

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        folder.Dispose();
    }
}
