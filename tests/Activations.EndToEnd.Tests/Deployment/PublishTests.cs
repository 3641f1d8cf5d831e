using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Activations.EndToEnd.Tests.Service;
using Activations.Processes;
using Grpc.Net.Client;

namespace Activations.EndToEnd.Tests.Deployment;

/// <summary>The service as it is published: it starts, and serves all that it serves from its source folder.</summary>
public sealed class PublishTests(Publishes publishes) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_framework_dependent_publish_serves() =>
        await ServesAsync(await publishes.FrameworkDependentAsync());

    [Fact]
    public async Task The_single_file_publish_serves_and_is_a_program_a_library_and_the_settings()
    {
        var published = await publishes.SingleFileAsync();

        // Beside what only tools look at: symbols, and the list of static web assets, of which there are none.
        Assert.Equal(
            ["Activations.Grpc", "appsettings.json", "libe_sqlite3.so"],
            Directory.EnumerateFiles(published)
                .Select(Path.GetFileName)
                .Where(name => Path.GetExtension(name) != ".pdb" && !name!.Contains(".staticwebassets.", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
        await ServesAsync(published);
    }

    [Fact]
    public async Task The_image_has_no_more_rights_than_it_needs_and_says_what_it_is()
    {
        var config = (await publishes.ImageAsync()).Config;
        var environment = EnvironmentOf(config);

        Assert.Equal("1654", config["User"]!.GetValue<string>());
        Assert.Equal(["8080/tcp", "8081/tcp"], config["ExposedPorts"]!.AsObject().Select(port => port.Key).Order());
        Assert.Equal("0.0.0.0", environment["Activations__BindAddress"]);
        Assert.StartsWith("/home/app/", environment["Activations__Store__Sqlite__Path"], StringComparison.Ordinal);
        Assert.Equal("MIT", config["Labels"]!["org.opencontainers.image.licenses"]!.GetValue<string>());
        Assert.Equal("Activations", config["Labels"]!["org.opencontainers.image.title"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_image_has_the_name_that_the_compose_file_asks_for()
    {
        var compose = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "deploy", "compose.yaml"), TestContext.Current.CancellationToken);

        Assert.Contains($"image: ${{ACTIVATIONS_IMAGE:-{(await publishes.ImageAsync()).Name}}}\n", compose, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_image_runs_serves_with_its_environment_and_its_health_check_says_so()
    {
        var (_, config, root) = await publishes.ImageAsync();
        string[] entry = [.. config["Entrypoint"]!.AsArray().Select(word => word!.GetValue<string>())];
        Assert.Equal(["dotnet", "/app/Activations.Grpc.dll"], entry);
        var environment = EnvironmentOf(config).Where(variable => variable.Key != "PATH").ToDictionary(
            variable => variable.Key,
            variable => variable.Value.StartsWith('/') ? root + variable.Value : variable.Value);
        var launch = new ServiceLaunch(root + config["WorkingDir"]!.GetValue<string>())
        {
            Program = root + entry[1],
            Environment = environment,
            Args = ["--Activations:Auth:Mode=required"],
        };

        await using var service = await ServiceProcess.StartAsync(launch);
        var ready = launch with { Args = ["ready", $"--Activations:Http:Port={service.Rest.Port}"] };
        var answers = await EndOfAsync(ready);
        await service.StopAsync();
        var silent = await EndOfAsync(ready);

        Assert.Equal("0.0.0.0", service.Rest.Host);
        Assert.True(File.Exists(root + "/home/app/data/activations.db"));
        Assert.DoesNotContain("warn: Microsoft.AspNetCore", service.Output, StringComparison.Ordinal);
        Assert.Equal((0, 1), (answers, silent));
    }

    private static async Task<int> EndOfAsync(ServiceLaunch launch)
    {
        await using var process = ServiceProcess.Launch(launch);
        return await process.ExitAsync();
    }

    private static Dictionary<string, string> EnvironmentOf(JsonNode config) => config["Env"]!.AsArray()
        .Select(variable => variable!.GetValue<string>().Split('=', 2))
        .ToDictionary(parts => parts[0], parts => parts[1]);

    /// <summary>The main flow, the docs with their assets, gRPC, and records out and in.</summary>
    private async Task ServesAsync(string published)
    {
        var launch = new ServiceLaunch(folder.Path) { Executable = Path.Combine(published, "Activations.Grpc"), Args = ["--demo"] };
        await using (var service = await ServiceProcess.StartAsync(launch))
        {
            using var client = new HttpClient { BaseAddress = service.Rest };
            foreach (var path in new[] { "/readyz", "/docs/", "/docs/scalar.js", "/openapi/v1.json" })
            {
                using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }

            using var created = await client.PostAsJsonAsync(
                new Uri("/activations", UriKind.Relative),
                new { userId = "second-user", integrationId = "01J0DEM01NT000000000000003" },
                TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, created.StatusCode);
            await ReadsByGrpcAsync(service.Grpc);
            Assert.Equal(0, await EndOfAsync(launch with { Args = ["export", "records.ndjson"] }));
            Assert.Equal(0, await service.StopAsync());
        }

        string[] copy = ["--Activations:Store:Sqlite:Path=copy.db", "--Activations:Secrets:KeysFile=data/activations.db.key"];
        Assert.Equal(0, await EndOfAsync(launch with { Args = ["import", "records.ndjson", .. copy] }));
        Assert.Equal(0, await EndOfAsync(launch with { Args = ["check", "--Activations:Http:Port=0", "--Activations:Grpc:Port=0", .. copy] }));
    }

    private static async Task ReadsByGrpcAsync(Uri address)
    {
        using var channel = GrpcChannel.ForAddress(address);
        var listed = await new V1.ActivationService.ActivationServiceClient(channel).ListEndUserActivationsAsync(
            new V1.ListEndUserActivationsRequest { HubId = "01J0DEM0HVB000000000000001", UserId = "second-user" },
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(1, listed.TotalCount);
    }
}
