using System.Text.Json;
using System.Text.RegularExpressions;
using Activations.EndToEnd.Tests.Service;
using Activations.Processes;

namespace Activations.EndToEnd.Tests;

/// <summary>The README's commands do what it says.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public async Task The_curl_commands_print_what_the_README_shows()
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo");
        var commands = Commands().Where(c => c.Command.StartsWith("curl ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(commands);

        foreach (var (command, expected) in commands)
        {
            var (exitCode, output) = await Shell.RunAsync(At(service, command));
            Assert.True(exitCode == 0, $"{command}\n{output}");
            Assert.Equal(ShapeOf(expected), ShapeOf(output.TrimEnd()));
        }
    }

    [Fact]
    public async Task The_grpcurl_commands_work()
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo");
        var commands = Commands().Where(c => c.Command.StartsWith("grpcurl ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(commands);

        foreach (var (command, _) in commands)
        {
            var (exitCode, output) = await Shell.RunAsync(Shell.FromGrpcurl(At(service, command)));
            Assert.True(exitCode == 0 && output.Length > 0, $"{command}\n{output}");
        }
    }

    [Fact]
    public async Task The_commands_that_make_a_key_and_call_with_it_print_what_the_README_shows()
    {
        using var folder = new TemporaryFolder();
        const string Path = "--Activations:Store:Sqlite:Path=data/mine.db";
        await using var service = await ServiceProcess.StartAsync(folder.Path, Path, "--Activations:Auth:Mode=required");
        var commands = Commands(OneShellBlock).ToList();
        Assert.Contains(commands, c => c.Command.Contains(Path, StringComparison.Ordinal));
        var program = $"dotnet {System.IO.Path.Combine(AppContext.BaseDirectory, "Activations.Grpc.dll")}";
        var script = commands.Select(c => At(service, c.Command).Replace(
            "dotnet run --project src/Activations.Grpc --", program, StringComparison.Ordinal));

        var (exitCode, output) = await Shell.RunAsync(string.Join("\necho\n", script), folder.Path);

        Assert.True(exitCode == 0, output);
        Assert.Equal(
            commands.Select(c => c.Output).Where(expected => expected.Length > 0).Select(ShapeOf),
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ShapeOf));
    }

    [Fact]
    public async Task The_CSharp_client_prints_what_the_README_shows()
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo");
        var program = CSharpBlock.Match(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"), TestContext.Current.CancellationToken));
        Assert.True(program.Success);
        var file = Path.Combine(folder.Path, "try.cs");
        await File.WriteAllTextAsync(
            file,
            At(service, program.Groups[1].Value).Replace("#:project src", $"#:project {Repository.Root}/src", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);

        var (exitCode, output) = await Shell.RunAsync($"dotnet run {file}", folder.Path);

        Assert.True(exitCode == 0, output);
        Assert.Equal(ShapeOf(program.Groups[2].Value.TrimEnd()), ShapeOf(output.TrimEnd()));
    }

    /// <summary>Each command with the output that is shown below it, but for blocks that say why they are not run.</summary>
    private static IEnumerable<(string Command, string Output)> Commands() => Commands(ConsoleBlock);

    private static IEnumerable<(string Command, string Output)> Commands(Regex blocks)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        foreach (Match block in blocks.Matches(text))
        {
            if (block.Groups["none"].Success)
                continue;
            foreach (var part in block.Groups["lines"].Value.Split("$ ", StringSplitOptions.RemoveEmptyEntries))
            {
                var lines = part.Split('\n', 2);
                yield return (lines[0], lines[1].TrimEnd());
            }
        }
    }

    private static string At(ServiceProcess service, string text) => text
        .Replace("127.0.0.1:8080", service.Rest.Authority, StringComparison.Ordinal)
        .Replace("127.0.0.1:8081", service.Grpc.Authority, StringComparison.Ordinal);

    /// <summary>What stays the same from run to run: ids and times differ, and JSON is compared by its members.</summary>
    private static string ShapeOf(string output)
    {
        var text = TraceId.Replace(Ulid.Replace(output, "ULID"), "TRACE");
        if (!text.StartsWith('{'))
            return text;
        using var json = JsonDocument.Parse(text);
        return JsonSerializer.Serialize(json);
    }

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex TraceId { get; }

    /// <summary>Blocks whose commands depend on those before them.</summary>
    [GeneratedRegex("<!-- test: one shell -->\n```console\n(?<lines>.*?)```", RegexOptions.Singleline)]
    private static partial Regex OneShellBlock { get; }

    [GeneratedRegex("(?<none><!-- test: (none because [^\n]*|one shell) -->\n)?```console\n(?<lines>.*?)```", RegexOptions.Singleline)]
    private static partial Regex ConsoleBlock { get; }

    [GeneratedRegex("```csharp\n(.*?)```\n\n```text\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock { get; }

    [GeneratedRegex("01[0-9A-HJKMNP-TV-Z]{24}")]
    private static partial Regex Ulid { get; }
}
