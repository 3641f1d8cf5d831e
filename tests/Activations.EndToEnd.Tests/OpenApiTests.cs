using Activations.EndToEnd.Tests.Service;
using Activations.Processes;

namespace Activations.EndToEnd.Tests;

/// <summary>What tools of others make of the OpenAPI document: <c>tests/node/openapi</c>.</summary>
public sealed class OpenApiTests
{
    private static readonly string Programs = Path.Combine(NodePackages.Folder, "openapi");

    [Fact]
    public async Task A_linter_finds_nothing_wrong_with_the_document()
    {
        NodePackages.Require("@redocly/cli");
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo");
        await SaveDocumentAsync(service, folder);

        var (exitCode, output) = await Shell.RunAsync(
            $"REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true {Bin("redocly")} lint --config {Path.Combine(Programs, "redocly.yaml")} openapi.json 2>&1",
            folder.Path);

        Assert.True(exitCode == 0, output); // in the strict ruleset a warning is an error
        Assert.Contains("Your API description is valid", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_was_generated_from_the_document_type_checks_and_runs_the_main_flow()
    {
        NodePackages.Require("openapi-typescript", "openapi-fetch", "typescript");
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo");
        await SaveDocumentAsync(service, folder);
        foreach (var file in new[] { "main-flow.ts", "tsconfig.json" })
            File.Copy(Path.Combine(Programs, file), Path.Combine(folder.Path, file));
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "package.json"), """{"type": "module"}""", TestContext.Current.CancellationToken);
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "node_modules"), Path.Combine(NodePackages.Folder, "node_modules"));

        var (exitCode, output) = await Shell.RunAsync(
            $"{Bin("openapi-typescript")} openapi.json -o activations.d.ts && {Bin("tsc")} -p . && node out/main-flow.js {service.Rest.GetLeftPart(UriPartial.Authority)}",
            folder.Path);

        Assert.True(exitCode == 0, output);
        Assert.EndsWith("The main flow works.", output.TrimEnd(), StringComparison.Ordinal);
    }

    private static string Bin(string program) => Path.Combine(NodePackages.Folder, "node_modules", ".bin", program);

    private static async Task SaveDocumentAsync(ServiceProcess service, TemporaryFolder folder)
    {
        using var client = new HttpClient { BaseAddress = service.Rest };
        var document = await client.GetStringAsync(
            new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "openapi.json"), document, TestContext.Current.CancellationToken);
    }
}
