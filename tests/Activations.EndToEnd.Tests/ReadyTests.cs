using Activations.EndToEnd.Tests.Service;
using Activations.Processes;

namespace Activations.EndToEnd.Tests;

/// <summary>The command <c>ready</c>, of a service that requires client certificates.</summary>
public sealed class ReadyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_asks_through_the_socket_where_clients_need_a_certificate()
    {
        var settings = await SettingsAsync();
        await using var service = await ServiceProcess.StartAsync(folder.Path, settings);

        var ready = await ServiceProcess.RunAsync(folder.Path, null, ["ready", .. settings]);
        await service.StopAsync();
        var silent = await ServiceProcess.RunAsync(folder.Path, null, ["ready", .. settings]);

        Assert.True(ready.ExitCode == 0, ready.Output);
        Assert.Contains("answers 200", ready.Output, StringComparison.Ordinal);
        Assert.Equal(1, silent.ExitCode);
        Assert.Contains("does not answer", silent.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_socket_it_says_why_it_cannot_ask()
    {
        string[] mongo = ["--Activations:Store:Provider=mongodb", "--Activations:Store:MongoDb:ConnectionString=mongodb://127.0.0.1:1"];

        var (exitCode, output) = await ServiceProcess.RunAsync(folder.Path, null, ["ready", .. await SettingsAsync(), .. mongo]);

        Assert.Equal(1, exitCode);
        Assert.Contains("requires client certificates", output, StringComparison.Ordinal);
    }

    private async Task<string[]> SettingsAsync()
    {
        var path = Path.Combine(folder.Path, "tls.pem");
        await File.WriteAllTextAsync(path, OwnCertificate.Create(), TestContext.Current.CancellationToken);
        return
        [
            "--Activations:Auth:Mode=none",
            $"--Activations:Tls:CertificatePath={path}",
            "--Activations:Tls:ClientCertificates=required",
            $"--Activations:Tls:ClientAuthorityPath={path}",
        ];
    }
}
