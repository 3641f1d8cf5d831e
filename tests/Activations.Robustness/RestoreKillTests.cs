using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Activations.Access;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Paging;
using Activations.Processes;
using Activations.Robustness.Traffic;
using Activations.Stores;
using Activations.Stores.Sqlite;

namespace Activations.Robustness;

/// <summary>A restore that is killed, at each of its steps, leaves the old database or the new one.</summary>
[SupportedOSPlatform("linux")]
public sealed class RestoreKillTests : IDisposable
{
    private const int Done = 0;
    private const int Refused = 1;
    private const int Killed = 137; // 128 + SIGKILL
    private const string Database = "activations.db";

    /// <summary>What a restore does to files, and how often at most it is killed there.</summary>
    private static readonly (string Call, int Times)[] Steps = [("unlink", 20), ("rename", 5), ("fsync", 10), ("pwrite64", 2)];

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Backup => Path.Combine(folder.Path, "backup");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_restore_killed_at_any_step_leaves_the_old_database_or_the_new_one(bool isOldDamaged)
    {
        var (hub, newOnes, oldOnes) = await PrepareAsync();
        if (isOldDamaged)
        {
            foreach (var file in new[] { Database, $"{Database}-wal" }) // the log alone could mend the file
                await File.WriteAllTextAsync(Path.Combine(folder.Path, "data", file), new string('a', 9_000), Cancellation);
            oldOnes = null;
        }

        var (old, restored) = (0, 0);
        await foreach (var (step, round) in KillAtEachStepAsync())
        {
            var found = await ReadAsync(round, hub);
            if (found == newOnes)
                restored++;
            else if (found == oldOnes)
                old++;
            else
                Assert.Fail($"After a kill at {step} it has '{found}', which is neither the old '{oldOnes}' nor the new '{newOnes}'.");
        }

        Assert.True(old > 3 && restored > 3, $"The old one was there {old} times, the new one {restored} times.");
    }

    /// <summary>The success of fsync is not taken for granted: .NET's own way to call it passes over a failure.</summary>
    [Fact]
    public async Task A_restore_whose_copy_can_not_be_brought_to_the_disk_fails_and_leaves_the_old_database()
    {
        var (hub, _, oldOnes) = await PrepareAsync();
        var round = CopyOld("failing");

        Assert.Equal(Refused, await RestoreAsync(round, "fsync", "error=EIO", 1));

        Assert.Equal(oldOnes, await ReadAsync(round, hub));
    }

    /// <summary>A backup with one activation, and a database, killed so that it has a log, with another two.</summary>
    private async Task<(HubId Hub, string New, string? Old)> PrepareAsync()
    {
        await using var service = await ServiceProcess.StartAsync(folder.Path);
        using var hub = await PlainHub.CreateAsync(service);
        foreach (var user in new[] { "a", "b", "c" })
            await hub.AddUserAsync(user);
        var first = (await hub.ActivateAsync("a")).Id;
        Assert.Equal(0, (await CommandRun.OfAsync(folder.Path, "backup", Backup)).ExitCode);
        await hub.DeleteAsync(first);
        string[] later = [(await hub.ActivateAsync("b")).Id, (await hub.ActivateAsync("c")).Id];
        await service.KillAsync();
        return (Id.Parse<HubId>(hub.Id), first, string.Join(',', later.Order()));
    }

    /// <summary>Restores onto copies of the old database until it has been killed at each step.</summary>
    private async IAsyncEnumerable<(string Step, string Folder)> KillAtEachStepAsync()
    {
        foreach (var (call, times) in Steps)
        {
            for (var number = 1; number <= times; number++)
            {
                var round = CopyOld($"{call}-{number}");
                var exitCode = await RestoreAsync(round, call, "signal=KILL", number);
                if (exitCode == Done)
                    break; // it has fewer such steps
                Assert.Equal(Killed, exitCode);
                yield return ($"{call} {number}", round);
            }
        }
    }

    private string CopyOld(string name)
    {
        var round = Directory.CreateDirectory(Path.Combine(folder.Path, name)).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(folder.Path, "data"), $"{Database}*").Where(file => !file.EndsWith(".sock", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(round, Path.GetFileName(file)));
        return round;
    }

    /// <summary>Restores; that happens when the process makes that call for the so many'th time on files of the folder.</summary>
    private async Task<int> RestoreAsync(string round, string call, string fault, int number)
    {
        string[] files = ["", "-wal", "-shm", "-journal", ".restoring", ".restored"];
        var paths = files.Select(file => Path.Combine(round, Database + file)).Append(round).SelectMany(path => new[] { "-P", path });
        var when = number.ToString(CultureInfo.InvariantCulture);
        using var process = Process.Start(new ProcessStartInfo("strace",
        [
            "-f", "-o", "/dev/null", .. paths, "-e", $"trace={call}", "-e", $"inject={call}:{fault}:when={when}",
            "dotnet", Path.Combine(AppContext.BaseDirectory, "Activations.Grpc.dll"),
            "restore", "--replace", Backup, $"--Activations:Store:Sqlite:Path={Path.Combine(round, Database)}",
        ])
        {
            RedirectStandardOutput = true,
        })!;
        await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return process.ExitCode;
    }

    /// <summary>The activations of the hub as a service that starts there finds them; null if it can't use the database.</summary>
    private static async Task<string?> ReadAsync(string round, HubId hub)
    {
        await using var store = new SqliteStore(new SqliteStoreOptions { Path = Path.Combine(round, Database) });
        try
        {
            await store.PrepareAsync(Cancellation);
        }
        catch (StoreUnusableException)
        {
            return null;
        }

        var page = await store.EndUsers.ListActivationsAsync(
            Reach.Everything, new ActivationFilter(hub), new PageRequest<ActivationPosition>(100), Cancellation);
        return string.Join(',', page.Rows.Select(row => row.Activation.Id.ToString()).Order());
    }
}
