using System.Text.RegularExpressions;
using Activations.EndToEnd.Tests.Service;
using Activations.Processes;

namespace Activations.EndToEnd.Tests;

/// <summary>A client in TypeScript that buf generates from the protos, as the README shows it.</summary>
public sealed partial class TypeScriptClientTests
{
    [Fact]
    public async Task The_READMEs_TypeScript_client_is_generated_passes_the_type_check_and_prints_what_it_says()
    {
        var packages = Path.Combine(Repository.Root, "tests", "node", "node_modules");
        var buf = Environment.GetEnvironmentVariable("ACTIVATIONS_TEST_BUF");
        if (Shell.Find("node") is null)
            Assert.Skip("No Node at hand: install it, and then the packages of tests/node, as .ci/run does.");
        if (string.IsNullOrEmpty(buf))
            Assert.Skip("No buf at hand: set ACTIVATIONS_TEST_BUF to its path, as .ci/run does.");
        if (!File.Exists(Path.Combine(packages, ".bin", "protoc-gen-es")) || !File.Exists(Path.Combine(packages, ".bin", "tsc")))
            Assert.Skip("The packages of tests/node are not installed: npm install --prefix tests/node --no-package-lock");
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo");
        await WriteAsync(folder, "buf.gen.yaml", Readme.BlockOf("the TypeScript client's buf.gen.yaml")
            .Replace("directory: protos", $"directory: {Repository.Root}/protos", StringComparison.Ordinal));
        await WriteAsync(folder, "sample.ts", Readme.BlockOf("the TypeScript client")
            .Replace("127.0.0.1:8081", service.Grpc.Authority, StringComparison.Ordinal));
        await WriteAsync(folder, "package.json", """{"type": "module"}""");
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "node_modules"), packages);

        // npx finds what is installed; buf is installed elsewhere.
        var (exitCode, output) = await Shell.RunAsync(
            "export PATH=$PWD/node_modules/.bin:$PATH\n" + Readme.ScriptOf("the TypeScript client's commands")
                .Replace("npx buf", buf, StringComparison.Ordinal)
                .Replace("npx tsc", "tsc", StringComparison.Ordinal),
            folder.Path);

        Assert.True(exitCode == 0, output);
        Assert.Equal(
            ShapeOf(Readme.OutputOf("the TypeScript client's commands")), ShapeOf(output.TrimEnd()));
    }

    private static Task WriteAsync(TemporaryFolder folder, string name, string text) =>
        File.WriteAllTextAsync(Path.Combine(folder.Path, name), text, TestContext.Current.CancellationToken);

    private static string ShapeOf(string output) => Ulid.Replace(output, "ULID");

    [GeneratedRegex("01[0-9A-HJKMNP-TV-Z]{24}")]
    private static partial Regex Ulid { get; }
}
