using System.Text.Json;
using Activations.Processes;
using Activations.V1;
using Grpc.Net.Client;
using static Activations.EndToEnd.Tests.Transfer.TransferFile;

namespace Activations.EndToEnd.Tests.Transfer;

/// <summary><c>export</c> and <c>import</c>, as an operator runs them.</summary>
public sealed class TransferTests : IDisposable
{
    private const int Many = 5_000;

    private static readonly string Key = NewKey("one");

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_exported_is_imported_elsewhere_and_exported_again_byte_for_byte(bool isServed)
    {
        await using (var demo = await StartAsync("--demo"))
        {
            Assert.Equal(0, await demo.StopAsync());
        }

        await using (var service = isServed ? await StartAsync() : null)
        {
            var exported = await RunAsync("export", "out.ndjson");
            Assert.True(exported.ExitCode == 0, exported.Error);
        }

        string[] elsewhere = ["--Activations:Store:Sqlite:Path=other.db"];
        var imported = await RunAsync([.. elsewhere, "import", "out.ndjson"]);
        var again = await RunAsync([.. elsewhere, "import", "out.ndjson"]);
        var there = await RunAsync([.. elsewhere, "export", "-"]);

        var lines = await ReadAsync("out.ndjson");
        Assert.Equal("""{"kind":"header","version":1}""", lines[0]);
        Assert.Equal(
            ["activation", "connection", "endUser", "header", "hub", "integration"],
            lines.Select(line => JsonElement.Parse(line).GetProperty("kind").GetString()).Distinct().Order());
        Assert.True(imported.ExitCode == 0, imported.Error);
        Assert.Contains("integration: 3 stored, 0 unchanged", imported.Output, StringComparison.Ordinal);
        Assert.Contains("integration: 0 stored, 3 unchanged", again.Output, StringComparison.Ordinal);
        Assert.Equal(lines, there.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("demo-api-key", there.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_that_is_killed_half_way_and_run_again_stores_everything_once()
    {
        await WriteAsync(folder, "in.ndjson", Many);
        await using (var killed = ServiceProcess.Launch(new ServiceLaunch(folder.Path) { Args = [Configured, "import", "in.ndjson"] }))
        {
            // SQLite's log grows with what is committed: some of it, and by far not all.
            var log = new FileInfo(Path.Combine(folder.Path, "data", "activations.db-wal"));
            await Until(() =>
            {
                log.Refresh();
                return killed.HasExited || (log.Exists && log.Length > 1024 * 1024);
            });
            Assert.False(killed.HasExited, killed.Output);
            await killed.KillAsync();
        }

        var rest = await RunAsync("import", "in.ndjson");

        Assert.True(rest.ExitCode == 0, rest.Error + rest.Output);
        var activations = rest.Output.Split('\n').Single(line => line.StartsWith("activation: ", StringComparison.Ordinal));
        var counts = activations.Replace(",", "", StringComparison.Ordinal).Split(' ');
        var (stored, unchanged) = (int.Parse(counts[1], null), int.Parse(counts[3], null));
        Assert.InRange(unchanged, 1, Many - 1);
        Assert.Equal(Many, stored + unchanged);
        Assert.False(File.Exists(Path.Combine(folder.Path, "in.ndjson.errors.ndjson")));
        await using var service = await StartAsync();
        using var channel = GrpcChannel.ForAddress(service.Grpc);
        var page = await new ActivationService.ActivationServiceClient(channel).ListActivationsAsync(
            new ListActivationsRequest { HubId = TransferFile.Hub }, cancellationToken: Cancellation);
        Assert.Equal(Many, page.TotalCount);
    }

    [Fact]
    public async Task Lines_that_break_a_rule_are_collected_and_the_others_are_stored()
    {
        await WriteAsync(folder, "in.ndjson",
        [
            .. Catalogue(), // 1–3
            .. User(1), // 4–6
            "", // 7
            "nonsense", // 8
            """{"kind":"song"}""", // 9
            UserLine(2), // 10
            ConnectionLine(2, data: "{}"), // 11: lacks its value, so that the user lacks the primary connection
            ActivationLine(2), // 12
            UserLine(3).Replace(",\"primaryConnectionId\":\"" + Id("CNX", 3) + "\"", "", StringComparison.Ordinal), // 13
            ActivationLine(3, connection: Id("CNX", 1)), // 14: somebody else's
            UserLine(4), // 15
            ConnectionLine(4), // 16
            ActivationLine(4, variables: """{"hour":99}"""), // 17
            ActivationLine(5), // 18: no user
            UserLine(6).Replace("user-6", "user-1", StringComparison.Ordinal), // 19
            ConnectionLine(6), // 20
            """{"kind":"endUser","id":"x","hubid":"y"}""", // 21
        ]);

        var run = await RunAsync("import", "in.ndjson");
        var errors = (await ReadAsync("in.ndjson.errors.ndjson")).Select(line => JsonElement.Parse(line)).ToList();
        var ignoring = await RunAsync("import", "in.ndjson", "--ignore-schemas", "--errors", "other.ndjson");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("in.ndjson.errors.ndjson", run.Error, StringComparison.Ordinal);
        Assert.Equal(
            [
                "8: is no JSON (RFC 8259), or has a member twice, at byte 1",
                "9:kind must be one of hub, integration, endUser, connection, activation",
                "10:primaryConnectionId is not a connection to the hub's primary connector whose line follows that of the user",
                "11:credentials.action[0].credential.data.value is required for a credential of type 'string'",
                "12:bindings[0].connectionId is not a connection of this user",
                "14:bindings[0].connectionId is not a connection of this user",
                "17:dynamicVariables.hour",
                "18:userId is no end user that is stored; its line must come first",
                $"19:externalId the hub has an end user with this external id already: {Id("VSR", 1)}",
                "20:userId the line of the end user was refused",
                "21:id must be a ULID (26 characters of Crockford's base32)",
                "21:hubId is required",
                "21:externalId is required",
                "21:hubid is not known",
            ],
            errors.Select(e => e.GetProperty("line").GetInt64() == 17
                ? $"17:{e.GetProperty("field")}"
                : $"{e.GetProperty("line")}:{e.GetProperty("field")} {e.GetProperty("message")}"));
        Assert.Contains("activation: 1 stored", run.Output, StringComparison.Ordinal);
        Assert.Contains("activation: 1 stored, 1 unchanged", ignoring.Output, StringComparison.Ordinal);
        Assert.Equal(1, ignoring.ExitCode);
    }

    [Fact]
    public async Task What_is_there_already_and_says_something_else_is_refused_and_stays()
    {
        await WriteAsync(folder, "in.ndjson", 2);
        Assert.Equal(0, (await RunAsync("import", "in.ndjson")).ExitCode);
        await WriteAsync(folder, "other.ndjson",
        [
            .. Catalogue().Select(line => line.Replace("Imported", "Renamed", StringComparison.Ordinal)),
            UserLine(1).Replace("User 1", "Somebody", StringComparison.Ordinal),
            ConnectionLine(1, data: """{"value":"another"}"""),
            ActivationLine(1, variables: """{"hour":6}"""),
            .. User(2),
        ]);

        var before = await RunAsync("export", "-");
        var run = await RunAsync("import", "other.ndjson");
        var after = await RunAsync("export", "-");

        Assert.Equal(1, run.ExitCode);
        var errors = (await ReadAsync("other.ndjson.errors.ndjson")).Select(line => JsonElement.Parse(line)).ToList();
        Assert.Equal([2, 4, 5, 6], errors.Select(e => e.GetProperty("line").GetInt32()));
        Assert.All(errors, e => Assert.Contains("says something else", e.GetProperty("message").GetString(), StringComparison.Ordinal));
        Assert.Contains("activation: 0 stored, 1 unchanged", run.Output, StringComparison.Ordinal);
        Assert.Equal(before.Output, after.Output);
    }

    [Fact]
    public async Task Lines_of_a_user_that_come_later_are_added()
    {
        await WriteAsync(folder, "in.ndjson",
            [.. Catalogue(), .. Enumerable.Range(1, 300).SelectMany(n => new[] { UserLine(n), ConnectionLine(n) }), .. Enumerable.Range(1, 300).Select(n => ActivationLine(n))]);

        var run = await RunAsync("import", "in.ndjson");
        var again = await RunAsync("import", "-", "--errors", "none.ndjson");
        var whole = await CommandRun.OfAsync(
            folder.Path, await File.ReadAllTextAsync(Path.Combine(folder.Path, "in.ndjson"), Cancellation), [Configured, "import", "-"]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("activation: 300 stored, 0 unchanged", run.Output, StringComparison.Ordinal);
        Assert.Contains("activation: 0 stored, 300 unchanged", whole.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_end_user_with_connections_and_no_activation_is_unchanged_the_second_time()
    {
        await WriteAsync(folder, "in.ndjson",
            [.. Catalogue(), .. Enumerable.Range(1, 2).SelectMany(n => new[] { UserLine(n), ConnectionLine(n) })]);

        var run = await RunAsync("import", "in.ndjson");
        var again = await RunAsync("import", "in.ndjson");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Contains("connection: 0 stored, 2 unchanged", again.Output, StringComparison.Ordinal);
        Assert.Contains("endUser: 0 stored, 2 unchanged", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encrypted_secrets_are_taken_only_with_their_key()
    {
        await WriteAsync(folder, "in.ndjson", 1);
        Assert.Equal(0, (await RunAsync("import", "in.ndjson")).ExitCode);
        Assert.Equal(0, (await RunAsync("export", "out.ndjson")).ExitCode);
        Assert.DoesNotContain("secret-of-a-user", string.Concat(await ReadAsync("out.ndjson")), StringComparison.Ordinal);

        string[] elsewhere = ["--Activations:Store:Sqlite:Path=other.db", $"--Activations:Secrets:Keys={NewKey("one")}"];
        var run = await CommandRun.OfAsync(folder.Path, [.. elsewhere, "import", "out.ndjson"]);

        Assert.Equal(1, run.ExitCode);
        var errors = string.Join('\n', await ReadAsync("out.ndjson.errors.ndjson"));
        Assert.Contains("can't be opened (key one", errors, StringComparison.Ordinal);
        Assert.Contains("hub: 1 stored", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_written_over()
    {
        await WriteAsync(folder, "out.ndjson", ["mine"]);

        var run = await RunAsync("export", "out.ndjson");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["mine"], await ReadAsync("out.ndjson"));
    }

    private static string Configured => $"--Activations:Secrets:Keys={Key}";

    private static string NewKey(string id) =>
        $"{id}:{Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32))}";

    private static async Task Until(Func<bool> condition)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        timeout.CancelAfter(TimeSpan.FromSeconds(60));
        while (!condition())
            await Task.Delay(5, timeout.Token);
    }

    private Task<string[]> ReadAsync(string name) => File.ReadAllLinesAsync(Path.Combine(folder.Path, name), Cancellation);

    private Task<ServiceProcess> StartAsync(params string[] args) => ServiceProcess.StartAsync(folder.Path, [Configured, .. args]);

    private Task<CommandRun> RunAsync(params string[] args) => CommandRun.OfAsync(folder.Path, [Configured, .. args]);
}
