using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Activations.Processes;
using MongoDB.Driver;

namespace Activations.EndToEnd.Tests;

/// <summary><c>check</c> and <c>migrate</c>, as an operator runs them.</summary>
public sealed class CheckTests : IDisposable
{
    private static readonly string Key = NewKey("one");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Where_nothing_is_yet_all_is_well_and_nothing_is_made()
    {
        var run = await RunAsync("check", Keys(Key), "--Activations:Http:Port=0", "--Activations:Grpc:Port=0");

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.DoesNotContain("FAIL", run.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_store_with_its_key_is_well_whether_a_service_runs_or_not(bool isServed)
    {
        await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo", Keys(Key));
        if (!isServed)
            await service.StopAsync();
        var port = isServed ? service.Rest.Port : 0;

        var run = await RunAsync("check", Keys(Key), $"--Activations:Http:Port={port}", "--Activations:Grpc:Port=0");

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Matches("ok +schema +version", run.Output);
        Assert.Matches("ok +secrets +the [0-9]+ looked at can be opened with the key 'one'", run.Output);
        if (isServed)
            Assert.Contains("is in use, and a service runs on this store", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_are_missing_or_wrong_or_old_are_found()
    {
        await using (var service = await ServiceProcess.StartAsync(folder.Path, "--demo", Keys(Key)))
            await service.StopAsync();
        string[] ports = ["--Activations:Http:Port=0", "--Activations:Grpc:Port=0"];

        var missing = await RunAsync(["check", Keys(NewKey("two")), .. ports]);
        var wrong = await RunAsync(["check", Keys(NewKey("one")), .. ports]);
        var old = await RunAsync(["check", Keys($"{NewKey("two")},{Key}"), .. ports]);

        Assert.Equal((1, 1, 0), (missing.ExitCode, wrong.ExitCode, old.ExitCode));
        Assert.Matches("FAIL +secrets .* need the key 'one', which is not in Activations:Secrets", missing.Output);
        Assert.Matches("FAIL +secrets .* can't be opened with the key 'one'", wrong.Output);
        Assert.Matches("warn +secrets .* still need the key 'one'", old.Output);
    }

    [Fact]
    public async Task What_is_wrong_is_said_with_its_key()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "song.db"), "la la la", TestContext.Current.CancellationToken);

        var run = await RunAsync(
            "check",
            "--Activations:Store:Sqlite:Path=song.db",
            $"--Activations:Http:Port={port}",
            "--Activations:Grpc:Port=0");
        var misread = await RunAsync("check", "--Activations:Http:Prot=1", "--Activations:Store:Provider=oracle");

        Assert.Equal((1, 1), (run.ExitCode, misread.ExitCode));
        Assert.Matches("FAIL +store .*song.db.*Activations:Store:Sqlite:Path", run.Output);
        Assert.Matches($"FAIL +ports .*{port} is in use by another program.*Activations:Http:Port", run.Output);
        Assert.Matches("FAIL +configuration .*Prot", misread.Output);
        Assert.Matches("FAIL +configuration .*Provider", misread.Output);
    }

    [Fact]
    public async Task What_is_in_force_towards_MongoDb_is_said_even_if_it_does_not_answer_and_never_the_password()
    {
        var run = await RunAsync(
            "check",
            "--Activations:Store:Provider=mongodb",
            "--Activations:Store:MongoDb:ConnectionString=mongodb://me:s3cr3t-marker@127.0.0.1:1/?serverSelectionTimeoutMS=200&maxPoolSize=7&serverSelectionTryOnce=true",
            "--Activations:Http:Port=0",
            "--Activations:Grpc:Port=0");

        Assert.Equal(1, run.ExitCode);
        Assert.Matches("ok +mongodb +writes are acknowledged by a majority and journaled, within 10 s", run.Output);
        Assert.Contains("0 to 7 (minPoolSize, maxPoolSize)", run.Output, StringComparison.Ordinal);
        Assert.Matches("warn +mongodb .*'serverSelectionTryOnce' is passed over", run.Output);
        Assert.Matches("FAIL +store ", run.Output);
        Assert.DoesNotContain("s3cr3t-marker", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named_in_one_sentence()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "a.db"), "nonsense", TestContext.Current.CancellationToken);
        const string Store = "--Activations:Store:Sqlite:Path=a.db";

        var check = await RunAsync("check", Store, Keys(Key));
        var migrate = await RunAsync("migrate", Store);

        Assert.Matches("FAIL +store .*'file is not a database'. Mend that, or name another file", check.Output);
        Assert.Matches("^The database 'a.db' can't be used: .*'file is not a database'.\n$", migrate.Error);
    }

    [Fact]
    public async Task A_migration_with_nothing_to_do_leaves_a_service_that_runs_alone()
    {
        await using var service = await ServiceProcess.StartAsync(folder.Path, Keys(Key));

        var run = await RunAsync("migrate");
        var help = await RunAsync("migrate", "--help");

        Assert.Equal(0, run.ExitCode);
        Assert.EndsWith("as it was.\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("there is something to do, no service may run", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_migration_of_the_embedded_store_makes_it_ready_and_says_from_which_version()
    {
        var first = await RunAsync("migrate");
        var second = await RunAsync("migrate");

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Matches("^The schema version is [0-9]+; it was 0.\n$", first.Output);
        Assert.Matches("^The schema version is [0-9]+, as it was.\n$", second.Output);
    }

    [Theory]
    [InlineData(".", "it is a folder")]
    [InlineData("/proc/x/a.db", "no file can be made in the folder '/proc'")]
    public async Task A_place_where_no_database_can_be_fails_as_the_start_does(string path, string expected)
    {
        string[] store = [$"--Activations:Store:Sqlite:Path={path}", "--Activations:Http:Port=0", "--Activations:Grpc:Port=0"];

        var run = await RunAsync(["check", .. store]);
        var (refused, _) = await ServiceProcess.RunAsync(folder.Path, null, store);

        Assert.Equal((1, 1), (run.ExitCode, refused));
        Assert.Matches($"FAIL +store .*{expected}.* or name another file in Activations:Store:Sqlite:Path", run.Output);
    }

    [Theory]
    [InlineData("serverSelectionTimeoutMS=-1", "'serverSelectionTimeoutMS'")]
    [InlineData("minPoolSize=-1", "'minPoolSize'")]
    [InlineData("tsl=true", "its option 'tsl' is not known")]
    [InlineData("tlsCAFile=absent.pem", "'absent.pem', which is not there")]
    public async Task A_connection_string_that_cannot_be_used_fails_by_its_option_as_the_start_does(string option, string expected)
    {
        var store = MongoDb($"mongodb://us3r-marker:s3cr3t-marker@127.0.0.1:1/?{option}");

        var run = await RunAsync(["check", .. store]);
        var (refused, output) = await ServiceProcess.RunAsync(folder.Path, null, store);

        Assert.Equal((1, 1), (run.ExitCode, refused));
        Assert.Matches($"FAIL +store .*{expected}", run.Output);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.DoesNotContain("marker", run.Output + output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output + output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_MongoDb_that_cannot_be_reached_fails_with_the_host_and_the_cause_which_the_service_logs_too()
    {
        const string Cause = "127.0.0.1:1 refuses the connection: start MongoDB there, or correct the port.";
        var store = MongoDb("mongodb://us3r-marker:s3cr3t-marker@127.0.0.1:1/?serverSelectionTimeoutMS=500&tlsAllowInvalidCertificates=true");

        var run = await RunAsync(["check", .. store]);
        await using var service = await ServiceProcess.StartAsync(folder.Path, store);
        var log = service.Output;

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(Cause, run.Output, StringComparison.Ordinal);
        Assert.Contains(Cause, log, StringComparison.Ordinal);
        Assert.Matches("warn +mongodb .*'tlsAllowInvalidCertificates' is passed over", run.Output);
        Assert.Contains("'tlsAllowInvalidCertificates' is passed over", log, StringComparison.Ordinal);
        Assert.DoesNotContain("marker", run.Output + log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MongoDb_is_checked_and_migrated_and_a_service_refuses_what_is_not()
    {
        if (Environment.GetEnvironmentVariable("ACTIVATIONS_TEST_MONGODB") is not { Length: > 0 } server)
        {
            Assert.Skip("Set ACTIVATIONS_TEST_MONGODB to the connection string of a MongoDB to run this test.");
            return;
        }

        using var client = new MongoClient(server);
        var name = $"activations_{Guid.NewGuid():N}";
        string[] store =
        [
            "--Activations:Store:Provider=mongodb", $"--Activations:Store:MongoDb:ConnectionString={server}",
            $"--Activations:Store:MongoDb:Database={name}", "--Activations:Http:Port=0", "--Activations:Grpc:Port=0", Keys(Key),
        ];
        try
        {
            var empty = await RunAsync(["check", .. store]);
            await using (var service = await ServiceProcess.StartAsync(folder.Path, ["--demo", .. store]))
                await service.StopAsync();
            var well = await RunAsync(["check", .. store]);
            await client.GetDatabase(name).DropCollectionAsync("meta", TestContext.Current.CancellationToken);
            var old = await RunAsync(["check", .. store]);
            var (refused, output) = await ServiceProcess.RunAsync(folder.Path, null, store);
            var migrated = await RunAsync(["migrate", .. store]);
            await using (var service = await ServiceProcess.StartAsync(folder.Path, store))
                Assert.Equal(0, await service.StopAsync());

            Assert.True(empty.ExitCode == 0, empty.Output);
            Assert.Contains("the database is empty", empty.Output, StringComparison.Ordinal);
            Assert.True(well.ExitCode == 0, well.Output);
            Assert.Matches("ok +secrets", well.Output);
            Assert.Equal((1, 1, 0), (old.ExitCode, refused, migrated.ExitCode));
            Assert.Matches("FAIL +schema .* run 'migrate'", old.Output);
            Assert.Contains("'migrate'", output, StringComparison.Ordinal);
            Assert.Equal("The schema version is 1; it was 0.\n", migrated.Output);
        }
        finally
        {
            await client.DropDatabaseAsync(name, CancellationToken.None);
        }
    }

    private static string[] MongoDb(string connectionString) =>
    [
        "--Activations:Store:Provider=mongodb", $"--Activations:Store:MongoDb:ConnectionString={connectionString}",
        "--Activations:Http:Port=0", "--Activations:Grpc:Port=0",
    ];

    private static string Keys(string keys) => $"--Activations:Secrets:Keys={keys}";

    private static string NewKey(string id) => $"{id}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}";

    private Task<CommandRun> RunAsync(params string[] args) => CommandRun.OfAsync(folder.Path, args);
}
