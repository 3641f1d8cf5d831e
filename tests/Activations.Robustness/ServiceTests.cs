using Activations.Processes;

namespace Activations.Robustness;

public sealed class ServiceTests
{
    [Fact]
    public async Task Smoke()
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(new ServiceLaunch(folder.Path) { Program = "Activations.Robustness.Subject.dll" });
        using var client = new HttpClient { BaseAddress = service.Rest };
        Assert.Contains("ok", await client.GetStringAsync(new Uri("/healthz", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
