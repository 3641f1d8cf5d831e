using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Activations.Processes;

namespace Activations.EndToEnd.Tests;

/// <summary>The commands <c>backup</c> and <c>restore</c>: what they refuse, and what they leave.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class BackupTests : IDisposable
{
    private const string Hub = "01J0DEM0HVB000000000000001";
    private const string Ping = "01J0DEM01NT000000000000003";

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(folder.Path, "data");

    private string Database => Path.Combine(Data, "activations.db");

    private string Backup => Path.Combine(folder.Path, "a.backup");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_backup_is_one_file_for_its_owner_alone_whether_a_service_runs_or_not(bool isServed)
    {
        await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo");
        if (!isServed)
            await service.StopAsync();

        var run = await RunAsync("backup", "a.backup");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(Backup, run.Output, StringComparison.Ordinal);
        Assert.Contains("hubs: 1, integrations: 3, end users: 2, activations: 1;", run.Output, StringComparison.Ordinal);
        Assert.Equal([Backup], Directory.GetFiles(folder.Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Backup));
    }

    [Fact]
    public async Task A_running_service_keeps_its_log_and_its_locks_when_a_backup_ends()
    {
        await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo");
        var log = new FileInfo(Database + "-wal").Length;

        Assert.Equal(0, (await RunAsync("backup", "a.backup")).ExitCode);

        // The last process that closes a database writes the log back and deletes it: the backup must not be taken for it.
        Assert.Equal(log, new FileInfo(Database + "-wal").Length);
        var id = await ActivateAsync(service);
        Assert.True(new FileInfo(Database + "-wal").Length > log);
        await service.KillAsync();
        await using var again = await ServiceProcess.StartAsync(folder.Path, "--demo");
        Assert.Contains(id, await ActivationsAsync(again), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_service_that_was_killed_left_in_its_log_is_in_the_backup()
    {
        string id;
        await using (var service = await ServiceProcess.StartAsync(folder.Path, "--demo"))
        {
            id = await ActivateAsync(service);
            await service.KillAsync();
        }

        Assert.Equal(0, (await RunAsync("backup", "a.backup")).ExitCode);
        Assert.Equal(0, (await RunAsync("restore", "a.backup", "--Activations:Store:Sqlite:Path=new/other.db")).ExitCode);

        File.Copy(Database + ".key", Path.Combine(folder.Path, "new", "other.db.key")); // the demo's key, which no backup holds
        await using var restored = await ServiceProcess.StartAsync(folder.Path, "--demo", "--Activations:Store:Sqlite:Path=new/other.db");
        Assert.Contains(id, await ActivationsAsync(restored), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_without_a_database_is_refused_and_makes_none()
    {
        var run = await RunAsync("backup", "a.backup");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains($"There is no database '{Database}'", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_backup_onto_what_is_there_or_into_no_folder_is_refused()
    {
        await StopDemoAsync();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "taken"), "mine", Cancellation);
        var before = await File.ReadAllBytesAsync(Database, Cancellation);

        await AssertRefusedAsync("belongs to the database itself", "backup", "data/activations.db");
        await AssertRefusedAsync("belongs to the database itself", "backup", "data/../data/activations.db-wal");
        await AssertRefusedAsync("exists", "backup", "taken");
        await AssertRefusedAsync("exists", "backup", "data");
        await AssertRefusedAsync("There is no folder", "backup", "nowhere/a.backup");

        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(folder.Path, "taken"), Cancellation));
        Assert.Equal(before, await File.ReadAllBytesAsync(Database, Cancellation));
        Assert.Equal(2, Directory.GetFileSystemEntries(folder.Path).Length);
    }

    [Fact]
    public async Task A_damaged_database_is_not_backed_up()
    {
        await StopDemoAsync();
        await DamageAsync(Database);

        var run = await RunAsync("backup", "a.backup");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(Database, run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task A_restore_is_refused_while_a_service_runs_and_onto_a_database()
    {
        await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo");
        Assert.Equal(0, (await RunAsync("backup", "a.backup")).ExitCode);
        var id = await ActivateAsync(service);

        var served = await RunAsync("restore", "--replace", "a.backup");
        Assert.Contains(id, await ActivationsAsync(service), StringComparison.Ordinal);
        await service.StopAsync();
        var taken = await RunAsync("restore", "a.backup");

        Assert.Equal((1, "", 1, ""), (served.ExitCode, served.Output, taken.ExitCode, taken.Output));
        Assert.Contains("Another service uses the database", served.Error, StringComparison.Ordinal);
        Assert.Contains("--replace", taken.Error, StringComparison.Ordinal);
        await using var again = await ServiceProcess.StartAsync(folder.Path, "--demo");
        Assert.Contains(id, await ActivationsAsync(again), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_the_database_is_the_database_and_no_backup()
    {
        await StopDemoAsync();
        File.CreateSymbolicLink(Path.Combine(folder.Path, "link"), Path.GetFullPath(Database));

        await AssertRefusedAsync("belongs to the database itself", "restore", "--replace", "link");
    }

    [Fact]
    public async Task What_is_no_backup_is_refused_and_the_database_stays()
    {
        await StopDemoAsync();
        Assert.Equal(0, (await RunAsync("backup", "damaged")).ExitCode);
        File.Copy(Path.Combine(folder.Path, "damaged"), Path.Combine(folder.Path, "newer"));
        await DamageAsync(Path.Combine(folder.Path, "damaged"));
        await PatchAsync(Path.Combine(folder.Path, "newer"), 60, [0, 0, 0, 99]); // where the header has user_version
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "text"), new string('a', 10_000), Cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "empty"), "", Cancellation);
        var before = await File.ReadAllBytesAsync(Database, Cancellation);

        await AssertRefusedAsync("There is no file", "restore", "--replace", "absent");
        await AssertRefusedAsync("can't be read as a database of Activations", "restore", "--replace", "text");
        await AssertRefusedAsync("is not a database of Activations", "restore", "--replace", "empty");
        await AssertRefusedAsync("damaged", "restore", "--replace", "damaged");
        await AssertRefusedAsync("schema version 99", "restore", "--replace", "newer");
        await AssertRefusedAsync("belongs to the database itself", "restore", "--replace", "data/activations.db");

        Assert.Equal(before, await File.ReadAllBytesAsync(Database, Cancellation));
        Assert.DoesNotContain(Directory.GetFiles(Data), path => path.Contains(".restor", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_restore_replaces_a_database_its_log_and_all_even_a_damaged_one(bool isDamaged)
    {
        string before, after;
        await using (var service = await ServiceProcess.StartAsync(folder.Path, "--demo"))
        {
            before = await ActivateAsync(service);
            Assert.Equal(0, (await RunAsync("backup", "a.backup")).ExitCode);
            await DeleteAsync(service, before);
            after = await ActivateAsync(service);
            await service.KillAsync(); // so that there is a log that is newer than the backup
        }

        if (isDamaged)
            await File.WriteAllBytesAsync(Database, new byte[5000], Cancellation);
        var run = await RunAsync("restore", "--replace", "a.backup");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.False(File.Exists(Database + "-wal"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Database));
        await using var restored = await ServiceProcess.StartAsync(folder.Path, "--demo");
        var activations = await ActivationsAsync(restored);
        Assert.Contains(before, activations, StringComparison.Ordinal);
        Assert.DoesNotContain(after, activations, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("restore")]
    public async Task For_MongoDB_its_own_tools_are_named(string command)
    {
        var run = await RunAsync(
            command,
            "a.backup",
            "--Activations:Store:Provider=mongodb",
            "--Activations:Store:MongoDb:ConnectionString=mongodb://127.0.0.1:1");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("mongodump", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("restore")]
    public async Task Without_a_file_the_command_line_is_not_understood_and_help_says_more(string command)
    {
        var bare = await RunAsync(command);
        var empty = await RunAsync(command, "");
        var help = await RunAsync(command, "--help");

        Assert.Equal((2, "", 0), (bare.ExitCode, bare.Output, help.ExitCode));
        Assert.Equal((2, ""), (empty.ExitCode, empty.Output));
        Assert.Contains("Name a file.", empty.Error, StringComparison.Ordinal);
        Assert.Contains("Activations:Secrets:Keys", help.Output, StringComparison.Ordinal);
        Assert.Contains("Example", help.Output, StringComparison.Ordinal);
    }

    private static async Task<string> ActivateAsync(ServiceProcess service)
    {
        using var client = new HttpClient { BaseAddress = service.Rest };
        using var content = new StringContent(
            $$"""{"userId":"demo-user","integrationId":"{{Ping}}"}""", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/activations", UriKind.Relative), content, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).GetProperty("id").GetString()!;
    }

    private static async Task DeleteAsync(ServiceProcess service, string id)
    {
        using var client = new HttpClient { BaseAddress = service.Rest };
        using var answer = await client.DeleteAsync(new Uri($"/activations/{id}", UriKind.Relative), Cancellation);
        Assert.True(answer.IsSuccessStatusCode);
    }

    private static async Task<string> ActivationsAsync(ServiceProcess service)
    {
        using var client = new HttpClient { BaseAddress = service.Rest };
        return await client.GetStringAsync(new Uri($"/hubs/{Hub}/activations", UriKind.Relative), Cancellation);
    }

    /// <summary>Makes the last page nonsense.</summary>
    private static Task DamageAsync(string path) =>
        PatchAsync(path, new FileInfo(path).Length - 4096, Enumerable.Repeat((byte)0xA5, 4096).ToArray());

    private static async Task PatchAsync(string path, long offset, byte[] bytes)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
        await RandomAccess.WriteAsync(file, bytes, offset, Cancellation);
    }

    private async Task AssertRefusedAsync(string said, params string[] args)
    {
        var run = await RunAsync(args);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }

    private async Task StopDemoAsync()
    {
        await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo");
        Assert.Equal(0, await service.StopAsync());
    }

    private Task<CommandRun> RunAsync(params string[] args) => CommandRun.OfAsync(folder.Path, args);
}
