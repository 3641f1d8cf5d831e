using System.IO.Compression;
using System.Text;
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

    [Fact]
    public async Task A_line_that_is_not_in_utf_8_is_refused_and_the_others_are_stored()
    {
        await WriteAsync(folder, "utf8.ndjson", [.. Catalogue(), .. User(1), .. User(2)]);
        var text = await File.ReadAllTextAsync(Path.Combine(folder.Path, "utf8.ndjson"), Cancellation);
        await File.WriteAllBytesAsync(
            Path.Combine(folder.Path, "in.ndjson"),
            Encoding.Latin1.GetBytes(text.Replace("User 1", "M\u00fcller", StringComparison.Ordinal)),
            Cancellation);

        var run = await RunAsync("import", "in.ndjson");

        var errors = await ReadErrorsAsync();
        Assert.Equal((4, "is not in UTF-8"), errors[0]);
        Assert.Equal([4, 5, 6], errors.Select(error => error.Line)); // the connection and the activation lack their user
        Assert.Contains("activation: 1 stored", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(33, 33)]
    [InlineData(70, 80)]
    public async Task A_line_that_is_too_long_is_refused_and_the_others_are_stored(int mebibytes, int ofTheLast)
    {
        var path = Path.Combine(folder.Path, "in.ndjson");
        await WriteAsync(folder, "in.ndjson", [.. Catalogue(), LongLine(mebibytes), LongLine(29), .. User(1)]);
        await File.AppendAllTextAsync(path, LongLine(ofTheLast), Cancellation);

        var run = await RunAsync("import", "in.ndjson");

        var errors = await ReadErrorsAsync();
        Assert.Equal((4, "is longer than 32 MiB"), errors[0]);
        Assert.Equal((5, "must be at most 255 characters long"), errors[1]); // as long as one that the service reads
        Assert.Equal((9, "is longer than 32 MiB"), errors[2]);
        Assert.Equal(3, errors.Count);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("activation: 1 stored", run.Output, StringComparison.Ordinal);
        Assert.Contains("Read 9 lines", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_compressed_or_binary_is_refused_with_one_sentence()
    {
        await WriteAsync(folder, "plain.ndjson", 1);
        await using (var compressed = new GZipStream(File.Create(Path.Combine(folder.Path, "in.ndjson.gz")), CompressionLevel.Fastest))
            await compressed.WriteAsync(await File.ReadAllBytesAsync(Path.Combine(folder.Path, "plain.ndjson"), Cancellation), Cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "in.utf16"), "{}\n{}\n", Encoding.Unicode, Cancellation);

        var compressedRun = await RunAsync("import", "in.ndjson.gz");
        var wideRun = await RunAsync("import", "in.utf16");

        Assert.Equal((1, "", 1, ""), (compressedRun.ExitCode, compressedRun.Output, wideRun.ExitCode, wideRun.Output));
        Assert.Equal("This is not a file of records: it is compressed. Send it through 'gunzip -c' to 'import -'.\n", compressedRun.Error);
        Assert.Equal("This is not a file of records: it is not a text in UTF-8.\n", wideRun.Error);
    }

    private static string LongLine(int mebibytes) =>
        Catalogue().ElementAt(1).Replace("Imported", new string('a', mebibytes * 1024 * 1024), StringComparison.Ordinal);

    private async Task<List<(int Line, string Message)>> ReadErrorsAsync() =>
    [
        .. (await File.ReadAllLinesAsync(Path.Combine(folder.Path, "in.ndjson.errors.ndjson"), Cancellation))
            .Select(line => JsonElement.Parse(line))
            .Select(error => (error.GetProperty("line").GetInt32(), error.GetProperty("message").GetString()!)),
    ];

    private Task<CommandRun> RunAsync(params string[] args) =>
        CommandRun.OfAsync(folder.Path, [$"--Activations:Secrets:Keys={Key}", .. args]);
}
