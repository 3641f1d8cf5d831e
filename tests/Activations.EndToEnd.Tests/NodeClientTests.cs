using Activations.EndToEnd.Tests.Service;
using Activations.Processes;

namespace Activations.EndToEnd.Tests;

/// <summary>Callers in other languages: <c>tests/node</c>.</summary>
public sealed class NodeClientTests
{
    [Fact]
    public async Task A_Node_program_runs_the_main_flow_from_the_protos_alone()
    {
        var program = Path.Combine(Repository.Root, "tests", "node");
        if (Shell.Find("node") is null)
            Assert.Skip("No Node at hand: install it, and then the packages of tests/node, as .ci/run does.");
        if (!Directory.Exists(Path.Combine(program, "node_modules", "@grpc", "grpc-js")))
            Assert.Skip("The packages of tests/node are not installed: npm install --prefix tests/node --no-package-lock");
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo");

        var (exitCode, output) = await Shell.RunAsync($"node main-flow.mjs {service.Grpc.Authority}", program);

        Assert.True(exitCode == 0, output);
        Assert.EndsWith("The main flow works.", output.TrimEnd(), StringComparison.Ordinal);
    }
}
