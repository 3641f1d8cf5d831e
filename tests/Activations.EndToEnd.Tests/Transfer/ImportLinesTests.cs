using System.Text.Json;
using Activations.Processes;
using static Activations.EndToEnd.Tests.Transfer.TransferFile;

namespace Activations.EndToEnd.Tests.Transfer;

/// <summary>Lines of an import that can't be read: each is refused by its number, and the others are stored.</summary>
public sealed class ImportLinesTests : IDisposable
{
    private static readonly string Key = $"one:{Convert.ToBase64String(new byte[32])}";

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Half_a_surrogate_pair_is_an_error_of_its_line()
    {
        string[] bad =
        [
            """{"kind":"hub","name":"\ud800","id":"x"}""",
            """{"kind":"hub","\udc00":"a","id":"x"}""",
            """{"kind":"\uD800","id":"x"}""",
            ActivationLine(1, variables: """{"hour":5,"note":"\udfff"}"""),
            ActivationLine(1, variables: """{"\ud800\ud800":5}"""),
        ];
        await WriteAsync(folder, "in.ndjson", [.. Catalogue(), .. bad, .. User(1).Select(line => line.Replace("User 1", "\\ud83d\\ude00", StringComparison.Ordinal))]);

        var run = await RunAsync("import", "in.ndjson");

        var errors = await ReadErrorsAsync();
        Assert.Equal([4, 5, 6, 7, 8], errors.Select(error => error.Line));
        Assert.All(errors, error => Assert.Contains("half a surrogate pair", error.Message, StringComparison.Ordinal));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("activation: 1 stored", run.Output, StringComparison.Ordinal);
        Assert.Contains("endUser: 1 stored", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_that_is_too_large_is_an_error_of_its_line()
    {
        await WriteAsync(folder, "in.ndjson",
            [.. Catalogue(), UserLine(1), ConnectionLine(1), ActivationLine(1, variables: """{"hour":1e999}"""), .. User(2)]);

        var run = await RunAsync("import", "in.ndjson");

        Assert.Equal(6, Assert.Single(await ReadErrorsAsync()).Line);
        Assert.Contains("activation: 1 stored", run.Output, StringComparison.Ordinal);
    }

    private async Task<List<(int Line, string Message)>> ReadErrorsAsync() =>
    [
        .. (await File.ReadAllLinesAsync(Path.Combine(folder.Path, "in.ndjson.errors.ndjson"), Cancellation))
            .Select(line => JsonElement.Parse(line))
            .Select(error => (error.GetProperty("line").GetInt32(), error.GetProperty("message").GetString()!)),
    ];

    private Task<CommandRun> RunAsync(params string[] args) =>
        CommandRun.OfAsync(folder.Path, [$"--Activations:Secrets:Keys={Key}", .. args]);
}
