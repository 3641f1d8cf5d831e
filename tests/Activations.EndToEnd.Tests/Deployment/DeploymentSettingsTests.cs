using System.Net;
using Activations.Processes;

namespace Activations.EndToEnd.Tests.Deployment;

/// <summary>The service, started with the settings of each deployment.</summary>
public sealed class DeploymentSettingsTests : IDisposable
{
    /// <summary>An address that nobody listens on.</summary>
    private const string Nowhere = "mongodb://127.0.0.1:1/activations?replicaSet=rs0";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("kubernetes/overlays/sqlite")]
    [InlineData("systemd")]
    public async Task With_SQLite_it_serves_and_has_its_keys(string place)
    {
        var settings = await DeploymentSettings.OfAsync(place);
        settings.Environment.Remove("Activations__Tls__CertificatePath"); // an example, of a certificate that is not there
        var launch = await settings.InAsync(folder, "", "--Activations:Auth:Mode=required");

        await using var service = await ServiceProcess.StartAsync(launch);
        var checkRun = await CheckAsync(launch);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service, "/readyz"));
        Assert.DoesNotContain("Activations:Secrets", service.Output, StringComparison.Ordinal); // as it says where there is no key
        Assert.Matches("ok +configuration", checkRun.Output);
        Assert.Matches("ok +keys", checkRun.Output);
        Assert.Equal(0, await service.StopAsync());
    }

    [Theory]
    [InlineData("compose.yaml")]
    [InlineData("kubernetes/overlays/mongodb")]
    public async Task With_a_MongoDB_that_is_away_it_runs_and_says_that_it_is_not_ready(string place)
    {
        var launch = await (await DeploymentSettings.OfAsync(place)).InAsync(folder, Nowhere, "--Activations:Auth:Mode=required");

        await using var service = await ServiceProcess.StartAsync(launch);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service, "/healthz"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(service, "/readyz"));
        Assert.DoesNotContain("Activations:Secrets", service.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("compose.yaml")]
    [InlineData("kubernetes/overlays/mongodb")]
    public async Task Check_knows_each_setting_and_misses_only_MongoDB(string place)
    {
        var launch = await (await DeploymentSettings.OfAsync(place)).InAsync(folder, Nowhere);

        var run = await CheckAsync(launch);

        Assert.Equal(1, run.ExitCode);
        Assert.Matches("ok +configuration", run.Output);
        var failed = Assert.Single(run.Output.Split('\n'), line => line.StartsWith("FAIL", StringComparison.Ordinal));
        Assert.Matches("^FAIL +store", failed);
    }

    private static async Task<(int ExitCode, string Output)> CheckAsync(ServiceLaunch launch) => await ServiceProcess.RunAsync(
        launch.Folder, launch.Environment, "check", "--Activations:Http:Port=0", "--Activations:Grpc:Port=0");

    private static async Task<HttpStatusCode> StatusAsync(ServiceProcess service, string path)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{service.Rest.Port}{path}"), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
