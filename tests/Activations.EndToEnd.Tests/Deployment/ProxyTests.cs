using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Activations.EndToEnd.Tests.Service;
using Activations.Processes;
using Grpc.Net.Client;

namespace Activations.EndToEnd.Tests.Deployment;

/// <summary>The proxy of <c>compose.yaml</c> with its configuration, before two services.</summary>
public sealed class ProxyTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_carries_REST_and_gRPC_to_both_services_and_on_when_one_of_them_ends()
    {
        if (Shell.Find("caddy") is null)
            Assert.Skip("No Caddy at hand: it is in Debian's package caddy.");
        int[] ports = FreePorts(4);
        var (rest, grpc) = (ports[2], ports[3]);
        await using var first = await StartAsync("127.0.0.2", ports);
        await using var second = await StartAsync("127.0.0.3", ports);
        await WriteConfigurationAsync(ports);
        using var proxy = StartProxy();
        try
        {
            await ReadyAsync(rest);
            await CallAsync(rest, grpc);
            await first.KillAsync();
            await CallAsync(rest, grpc);
        }
        finally
        {
            proxy.Kill();
            await proxy.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    private Process StartProxy()
    {
        string[] words = ["run", "--config", Path.Combine(folder.Path, "Caddyfile"), "--adapter", "caddyfile"];
        var proxy = Process.Start(new ProcessStartInfo("caddy", words)
        {
            RedirectStandardError = true,
            Environment = { ["XDG_DATA_HOME"] = folder.Path, ["XDG_CONFIG_HOME"] = folder.Path },
        })!;
        proxy.BeginErrorReadLine(); // so that it can go on writing
        return proxy;
    }

    private Task<ServiceProcess> StartAsync(string address, int[] ports)
    {
        var data = Directory.CreateDirectory(Path.Combine(folder.Path, address)).FullName;
        return ServiceProcess.StartAsync(
            data,
            "--demo",
            $"--Activations:BindAddress={address}",
            $"--Activations:Http:Port={ports[0]}",
            $"--Activations:Grpc:Port={ports[1]}");
    }

    private async Task WriteConfigurationAsync(int[] ports)
    {
        var text = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "deploy", "proxy", "Caddyfile"), TestContext.Current.CancellationToken);
        text = text
            .Replace("\n:8080 ", $"\nhttp://127.0.0.1:{ports[2]} ", StringComparison.Ordinal)
            .Replace("\n:8081 ", $"\nhttp://127.0.0.1:{ports[3]} ", StringComparison.Ordinal)
            .Replace("activations-1", "127.0.0.2", StringComparison.Ordinal)
            .Replace("activations-2", "127.0.0.3", StringComparison.Ordinal)
            .Replace(":8080", $":{ports[0]}", StringComparison.Ordinal)
            .Replace(":8081", $":{ports[1]}", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "Caddyfile"), text, TestContext.Current.CancellationToken);
    }

    /// <summary>Twenty calls of each kind, of which none may fail.</summary>
    private static async Task CallAsync(int rest, int grpc)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{rest}") };
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{grpc}");
        var activations = new V1.ActivationService.ActivationServiceClient(channel);
        for (var call = 0; call < 20; call++)
        {
            using var answer = await client.GetAsync(
                new Uri("/embed/01J0DEM0HVB000000000000001/users/demo-user/activations", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var listed = await activations.ListEndUserActivationsAsync(
                new V1.ListEndUserActivationsRequest { HubId = "01J0DEM0HVB000000000000001", UserId = "demo-user" },
                deadline: DateTime.UtcNow.AddSeconds(10),
                cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(1, listed.TotalCount);
        }
    }

    private static async Task ReadyAsync(int port)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(
                    new Uri($"http://127.0.0.1:{port}/readyz"), TestContext.Current.CancellationToken);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException) when (waited.Elapsed < Patience)
            {
                // It does not listen yet.
            }

            Assert.True(waited.Elapsed < Patience, "The proxy did not begin in time.");
            await Task.Yield();
        }
    }

    /// <summary>Ports that are free on every address of the machine.</summary>
    private static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Any, 0))];
        foreach (var listener in listeners)
            listener.Start();
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (var listener in listeners)
            listener.Dispose();
        return ports;
    }
}
