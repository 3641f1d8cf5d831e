using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Activations.EndToEnd.Tests.Service;
using Activations.Processes;

namespace Activations.EndToEnd.Tests;

public sealed partial class DemoTests
{
    [Fact]
    public async Task The_demo_activates_once_and_a_restart_replays_it()
    {
        using var folder = new TemporaryFolder();
        string first;
        await using (var service = await ServiceProcess.StartAsync(folder.Path, "--demo"))
        {
            Assert.Contains("200 OK", service.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("idempotent-replayed", service.Output, StringComparison.Ordinal);
            first = ActivationId.Match(service.Output).Value;
            Assert.Equal(0, await service.StopAsync());
        }

        await using var again = await ServiceProcess.StartAsync(folder.Path, "--demo");
        Assert.Contains("idempotent-replayed: true", again.Output, StringComparison.Ordinal);
        Assert.Equal(first, ActivationId.Match(again.Output).Value);
    }

    [Theory]
    [InlineData("demo", HttpStatusCode.OK)]
    [InlineData("serve", HttpStatusCode.NotFound)]
    public async Task Serving_has_commands_with_and_without_the_demo(string command, HttpStatusCode expected)
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(folder.Path, command);
        using var client = new HttpClient { BaseAddress = service.Rest };

        using var answer = await client.GetAsync(
            new Uri("/hubs/01J0DEM0HVB000000000000001", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(0, await service.StopAsync());
    }

    [Theory]
    [InlineData("none")]
    [InlineData("required")]
    public async Task The_curl_lines_that_the_demo_prints_work_when_pasted(string mode)
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo", $"--Activations:Auth:Mode={mode}");

        var answers = new List<string>();
        foreach (var line in Lines(service, "curl "))
        {
            var (exitCode, output) = await Shell.RunAsync(line);
            Assert.True(exitCode == 0, $"{line}\n{output}");
            answers.Add(output);
        }

        Assert.Contains("HTTP/1.1 200 OK", answers[0], StringComparison.Ordinal);
        Assert.Contains("\"totalCount\":1", answers[1], StringComparison.Ordinal);
        using var refusal = JsonDocument.Parse(answers[2]);
        Assert.Equal("INVALID_ARGUMENT", refusal.RootElement.GetProperty("code").GetString());
        Assert.Equal(3, refusal.RootElement.GetProperty("fields").GetArrayLength());
    }

    [Theory]
    [InlineData("none")]
    [InlineData("required")]
    public async Task The_grpcurl_lines_that_the_demo_prints_work_when_pasted(string mode)
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo", $"--Activations:Auth:Mode={mode}");
        var answers = new List<string>();
        foreach (var line in Lines(service, "grpcurl "))
        {
            var (exitCode, output) = await Shell.RunAsync(Shell.FromGrpcurl(line));
            Assert.True(exitCode == 0, $"{line}\n{output}");
            answers.Add(output);
        }

        Assert.Contains("\"externalId\": \"second-user\"", answers[0], StringComparison.Ordinal);
        Assert.Contains("activations.v1.ActivationService/CreateActivation", answers[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_TLS_the_demo_runs_and_its_curl_lines_work_when_pasted()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "tls it's.pem"); // quoted, when it is pasted
        await File.WriteAllTextAsync(path, OwnCertificate.Create(), TestContext.Current.CancellationToken);

        await using var service = await ServiceProcess.StartAsync(
            folder.Path, "--demo", $"--Activations:Tls:CertificatePath={path}");
        Assert.Contains("200 OK", service.Output, StringComparison.Ordinal);
        Assert.Equal(("https", "https"), (service.Rest.Scheme, service.Grpc.Scheme));

        foreach (var line in Lines(service, "curl "))
        {
            var (exitCode, output) = await Shell.RunAsync(line);
            Assert.True(exitCode == 0, $"{line}\n{output}");
        }
    }

    [Fact]
    public async Task The_demo_does_not_call_a_service_that_asks_for_a_certificate()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "tls.pem");
        await File.WriteAllTextAsync(path, OwnCertificate.Create(), TestContext.Current.CancellationToken);

        await using var service = await ServiceProcess.StartAsync(
            folder.Path,
            "--demo",
            $"--Activations:Tls:CertificatePath={path}",
            "--Activations:Tls:ClientCertificates=required",
            $"--Activations:Tls:ClientAuthorityPath={path}");

        Assert.Contains("Every caller needs a client certificate", service.Output, StringComparison.Ordinal);
        Assert.Equal(0, await service.StopAsync());
    }

    private static IEnumerable<string> Lines(ServiceProcess service, string command) => service.Output.Split('\n')
        .Select(line => line.Trim()).Where(line => line.StartsWith(command, StringComparison.Ordinal));

    [GeneratedRegex("(?<=^  \"id\": \")[0-9A-Z]{26}", RegexOptions.Multiline)]
    private static partial Regex ActivationId { get; }
}
