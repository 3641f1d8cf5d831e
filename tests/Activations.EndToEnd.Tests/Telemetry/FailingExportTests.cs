using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Activations.Processes;

namespace Activations.EndToEnd.Tests.Telemetry;

/// <summary>What cannot be exported harms nothing, and is said.</summary>
public sealed class FailingExportTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Headers_that_cannot_be_sent_stop_the_start_and_are_not_shown()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, output) = await ServiceProcess.RunAsync(
            folder.Path, new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_HEADERS"] = "a=1,,b=sesame" });

        Assert.Equal(1, exitCode);
        Assert.Contains("OTEL_EXPORTER_OTLP_HEADERS must be", output, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_would_end_the_sdk_is_passed_over_and_a_collector_that_is_away_is_said_once()
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(new ServiceLaunch(folder.Path)
        {
            Environment = new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://user:sesame@127.0.0.1:9",
                ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "0",
                ["OTEL_EXPORTER_OTLP_TRACES_TIMEOUT"] = "-5",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "100",
                ["OTEL_BSP_MAX_QUEUE_SIZE"] = "1",
                ["OTEL_BLRP_SCHEDULE_DELAY"] = "0",
                ["OTEL_TRACES_SAMPLER"] = "nonsense",
            },
        });
        using var client = new HttpClient { BaseAddress = service.Rest };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (!service.Output.Contains("ExportLog[41]", StringComparison.Ordinal))
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/readyz", UriKind.Relative), patience.Token)).StatusCode);
        Assert.Equal(0, await service.StopAsync());

        var warnings = service.Output.Split('\n').Where(line => line.Contains("ExportLog[", StringComparison.Ordinal)).ToList();
        Assert.Single(warnings, line => line.Contains("ExportLog[41]", StringComparison.Ordinal));
        foreach (var name in new[] { "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_BLRP_SCHEDULE_DELAY", "OTEL_TRACES_SAMPLER" })
            Assert.Single(warnings, line => line.Contains($"{name} is passed over", StringComparison.Ordinal));
        Assert.Equal(4, warnings.Count);
        Assert.DoesNotContain("sesame", service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_that_hangs_does_not_hold_up_the_stop_once_for_each_signal()
    {
        using var folder = new TemporaryFolder();
        using var collector = new TcpListener(IPAddress.Loopback, 0);
        collector.Start(); // connections are made, and nobody reads them
        await using var service = await ServiceProcess.StartAsync(new ServiceLaunch(folder.Path)
        {
            Environment = new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://{collector.LocalEndpoint}",
                ["OTEL_TRACES_SAMPLER"] = "always_on",
            },
        });

        var clock = Stopwatch.StartNew();
        Assert.Equal(0, await service.StopAsync());
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(8)); // the SDK waits for 5 s a signal, ours for 2 s in all
    }
}
