using Activations.EndToEnd.Tests.Service;
using Activations.Processes;

namespace Activations.EndToEnd.Tests;

/// <summary>Callers in other languages: <c>tests/node</c>.</summary>
public sealed class NodeClientTests
{
    [Fact]
    public async Task A_Node_program_runs_the_main_flow_from_the_protos_alone()
    {
        NodePackages.Require("@grpc/grpc-js", "@grpc/proto-loader");
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo");

        var (exitCode, output) = await Shell.RunAsync($"node main-flow.mjs {service.Grpc.Authority}", NodePackages.Folder);

        Assert.True(exitCode == 0, output);
        Assert.EndsWith("The main flow works.", output.TrimEnd(), StringComparison.Ordinal);
    }
}
