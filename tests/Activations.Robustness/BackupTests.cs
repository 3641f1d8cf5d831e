using System.Collections.Concurrent;
using System.Text.Json;
using Activations.Processes;
using Activations.Robustness.Traffic;

namespace Activations.Robustness;

/// <summary>A backup that is taken while callers write holds one state, with all that was acknowledged before it.</summary>
public sealed class BackupTests : IDisposable
{
    private static readonly string Padding = new('x', 8_000);

    private readonly TemporaryFolder folder = new();
    private readonly ConcurrentDictionary<string, string> created = []; // the user of each activation that was acknowledged
    private readonly ConcurrentBag<string> deleted = [];
    private readonly ConcurrentBag<string> refused = [];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_backup_under_load_restored_elsewhere_has_all_that_was_acknowledged_before_and_nothing_torn()
    {
        await using var service = await ServiceProcess.StartAsync(folder.Path);
        using var hub = await PlainHub.CreateAsync(service);
        using var stop = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, 8).Select(worker => WriteAsync(hub, worker, stop.Token)));
        var backups = new List<(string File, Dictionary<string, string> Created, string[] Deleted)>();
        for (var number = 1; number <= Effort.Of(2); number++)
        {
            var enough = created.Count + 300;
            while (created.Count < enough && !load.IsCompleted)
                await Task.Yield();
            var before = ($"backup-{number}", created.ToDictionary(), deleted.ToArray());
            var run = await CommandRun.OfAsync(folder.Path, "backup", before.Item1);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            Assert.True(created.Count > before.Item2.Count); // nobody had to wait for its end
            backups.Add(before);
        }

        await stop.CancelAsync();
        await load;
        Assert.Empty(refused);
        foreach (var (file, createdBefore, deletedBefore) in backups)
            await CheckAsync(hub, file, createdBefore, deletedBefore);
    }

    /// <summary>Makes users with an activation each, and deletes every fifth of those.</summary>
    private async Task WriteAsync(PlainHub hub, int worker, CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var user = $"user-{worker}-{number}";
            var added = await hub.AddUserAsync(user);
            var activated = await hub.ActivateAsync(user, requestId: user, Padding);
            var removed = number % 5 == 0 ? await hub.DeleteAsync(activated.Id) : null;
            foreach (var answer in new[] { added, activated, removed }.OfType<RestAnswer>().Where(answer => !answer.IsSuccess))
                refused.Add(answer.ToString());
            if (removed is null)
                created[activated.Id] = user;
            else
                deleted.Add(activated.Id);
        }
    }

    private async Task CheckAsync(PlainHub hub, string file, Dictionary<string, string> createdBefore, string[] deletedBefore)
    {
        var fresh = Directory.CreateDirectory(Path.Combine(folder.Path, $"of-{file}")).FullName;
        var run = await CommandRun.OfAsync(fresh, "restore", Path.Combine(folder.Path, file));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        await using var service = await ServiceProcess.StartAsync(fresh);
        using var restored = hub.At(service);

        var listed = await restored.ListAsync();
        var ids = listed.Select(activation => activation.GetProperty("id").GetString()!).ToHashSet();
        Assert.Equal(listed.Count, ids.Count);
        Assert.Empty(createdBefore.Keys.Except(ids));
        Assert.Empty(deletedBefore.Intersect(ids));

        await Parallel.ForEachAsync(listed, async (activation, _) => await CheckAsync(restored, activation));
        foreach (var (id, user) in createdBefore.Take(20))
            Assert.Equal(id, (await restored.ActivateAsync(user, requestId: user, Padding)).Id); // the request id is known
        Assert.True((await restored.AddUserAsync("new")).IsSuccess);
    }

    /// <summary>An activation is whole, and its user's list agrees with the hub's.</summary>
    private static async Task CheckAsync(PlainHub restored, JsonElement activation)
    {
        var id = activation.GetProperty("id").GetString()!;
        var user = activation.GetProperty("user").GetProperty("externalId").GetString()!;
        var variables = (await restored.ReadAsync(id)).Body.GetProperty("dynamicVariables");
        Assert.Equal((user, Padding), (variables.GetProperty("user").GetString(), variables.GetProperty("padding").GetString()));
        Assert.Equal([id], await restored.ListOfUserAsync(user));
    }
}
