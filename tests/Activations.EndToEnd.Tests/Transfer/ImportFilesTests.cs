using System.Diagnostics;
using System.Runtime.Versioning;
using Activations.Processes;
using static Activations.EndToEnd.Tests.Transfer.TransferFile;

namespace Activations.EndToEnd.Tests.Transfer;

/// <summary>Where an import reads from, and where it collects what is wrong.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ImportFilesTests : IDisposable
{
    private const string Collected = """{"line":1,"kind":"","id":"","field":"","message":"is no JSON"}""";

    private static readonly string Key = $"one:{Convert.ToBase64String(new byte[32])}";

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("in.ndjson", "is the file to import")]
    [InlineData("./in.ndjson", "is the file to import")]
    [InlineData("link", "is not what an import collected")]
    [InlineData("key.pem", "is not what an import collected")]
    [InlineData("folder", "is a folder")]
    [InlineData("pipe", "is a device or a pipe")]
    [InlineData("null", "is a device or a pipe")]
    [InlineData("full", "is a device or a pipe")]
    [InlineData("nowhere/errors.ndjson", "There is no folder")]
    public async Task What_an_import_did_not_collect_is_not_written_over(string errors, string said)
    {
        await WriteAsync(folder, "in.ndjson", ["nonsense"]);
        await WriteAsync(folder, "key.pem", ["mine"]);
        Directory.CreateDirectory(PathOf("folder"));
        File.CreateSymbolicLink(PathOf("link"), PathOf("key.pem"));
        File.CreateSymbolicLink(PathOf("null"), "/dev/null"); // by a link, so that the device itself can't be lost
        File.CreateSymbolicLink(PathOf("full"), "/dev/full");
        await MakePipeAsync("pipe");

        var run = await RunAsync("import", "in.ndjson", "--errors", errors);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.Equal("nonsense\n", await ReadAsync("in.ndjson"));
        Assert.Equal("mine\n", await ReadAsync("key.pem"));
        Assert.All(["link", "pipe", "null", "full"], name => Assert.True(File.Exists(PathOf(name)), name));
    }

    [Theory]
    [InlineData(Collected)]
    [InlineData("")]
    public async Task What_an_import_collected_is_replaced_and_its_owners_alone(string before)
    {
        await WriteAsync(folder, "in.ndjson", ["nonsense"]);
        await File.WriteAllTextAsync(PathOf("errors.ndjson"), before, Cancellation);

        var run = await RunAsync("import", "in.ndjson", "--errors", "errors.ndjson");
        var again = await RunAsync("import", "in.ndjson", "--errors", "errors.ndjson");

        Assert.Equal((1, 1), (run.ExitCode, again.ExitCode));
        Assert.Contains("1 lines were refused: 'errors.ndjson'", again.Error, StringComparison.Ordinal);
        Assert.Matches("^{\"line\":1,.*at byte 1\"}\n$", await ReadAsync("errors.ndjson"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("errors.ndjson")));
    }

    [Fact]
    public async Task A_pipe_is_read_to_its_end()
    {
        await WriteAsync(folder, "in.ndjson", 3);
        await MakePipeAsync("pipe");

        var (exitCode, output, error) = await ShellAsync("cat in.ndjson > pipe & exec \"$@\"", "import", "pipe");

        Assert.True(exitCode == 0, error);
        Assert.Contains("activation: 3 stored", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_that_is_closed_is_said()
    {
        var (exitCode, output, error) = await ShellAsync("exec \"$@\" <&-", "import", "-");

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Equal("Standard input is closed: there is nothing to read.\n", error);
    }

    private string PathOf(string name) => Path.Combine(folder.Path, name);

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(PathOf(name), Cancellation);

    private async Task MakePipeAsync(string name)
    {
        using var process = Process.Start("mkfifo", [PathOf(name)]);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal(0, process.ExitCode);
    }

    private Task<CommandRun> RunAsync(params string[] args) =>
        CommandRun.OfAsync(folder.Path, [$"--Activations:Secrets:Keys={Key}", .. args]);

    private Task<CommandRun> ShellAsync(string script, params string[] args) =>
        CommandRun.OfShellAsync(folder.Path, script, [$"--Activations:Secrets:Keys={Key}", .. args]);
}
