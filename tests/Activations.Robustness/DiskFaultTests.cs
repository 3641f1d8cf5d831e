using System.Collections.Concurrent;
using System.Runtime.Versioning;
using Activations.Processes;
using Activations.Robustness.Faults;
using Activations.Robustness.Traffic;
using Microsoft.Data.Sqlite;

namespace Activations.Robustness;

/// <summary>
/// A disk that is full, read-only or failing: writes are refused and leave no trace, reads go on, and the service comes back
/// by itself when the fault ends.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class DiskFaultTests : IDisposable
{
    private const int Users = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly string Padding = new('x', 4_000);

    private readonly TemporaryFolder folder = new();
    private readonly ConcurrentDictionary<string, string> acknowledged = []; // the activation of each user
    private readonly ConcurrentBag<RestAnswer> refusals = [];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task While_the_disk_is_full_writes_are_refused_and_reads_go_on_until_there_is_space_again()
    {
        Assert.SkipUnless(SmallDisk.IsAvailable, SmallDisk.WhyNot);
        using var disk = new SmallDisk(mebibytes: 16);
        await using var service = await ServiceProcess.StartAsync(disk.Path);
        using var hub = await CreateHubAsync(service);
        await ActivateAsync(hub, 0, 16);

        disk.Fill();
        await WriteUntilRefusedAsync(hub);
        await ActivateAsync(hub, 16, 32);
        await AssertRefusedAndReadableAsync(service, hub);
        disk.Free();

        await WriteUntilAcceptedAsync(hub);
        await ActivateAsync(hub, 32, Users);
        await AssertExactAsync(hub);
        await service.KillAsync();
        await using var again = await ServiceProcess.StartAsync(disk.Path);
        using var after = hub.At(again);
        await AssertExactAsync(after);
    }

    [Theory]
    [InlineData("pwrite64", "EROFS")]
    [InlineData("pwrite64", "EIO")]
    [InlineData("fsync,fdatasync", "EIO")]
    public async Task While_the_log_cannot_be_written_or_synced_writes_are_refused_and_reads_go_on(string call, string error)
    {
        await using var service = await ServiceProcess.StartAsync(folder.Path);
        using var hub = await CreateHubAsync(service);
        await ActivateAsync(hub, 0, 16);

        await using (await Strace.FailAsync(service.Id, Path.Combine(folder.Path, "data", "activations.db-wal"), call, error))
        {
            await ActivateAsync(hub, 16, 32);
            Assert.Equal(16, refusals.Count);
            await AssertRefusedAndReadableAsync(service, hub);
        }

        await WriteUntilAcceptedAsync(hub);
        await ActivateAsync(hub, 32, Users);
        await AssertExactAsync(hub);
        await service.KillAsync();
        await using var again = await ServiceProcess.StartAsync(folder.Path);
        using var after = hub.At(again);
        await AssertExactAsync(after);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_database_that_cannot_be_written_ends_the_service_before_it_listens(bool isWholeDisk)
    {
        Assert.SkipUnless(SmallDisk.IsAvailable, SmallDisk.WhyNot);
        using var disk = new SmallDisk(mebibytes: 16);
        await using (var service = await ServiceProcess.StartAsync(disk.Path))
            await service.StopAsync();
        if (isWholeDisk)
            disk.MakeReadOnly();
        else
            disk.MakeReadOnly("data/activations.db");

        var (exitCode, output) = await ServiceProcess.RunAsync(
            disk.Path, null, "--Activations:Auth:Mode=none", "--Activations:Http:Port=0", "--Activations:Grpc:Port=0");

        Assert.Equal(1, exitCode);
        Assert.Contains("activations.db' can't be written", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Another service", output, StringComparison.Ordinal);
        Assert.DoesNotContain("REST on", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_a_person_holds_a_write_lock_writes_wait_or_are_refused_and_then_go_on()
    {
        await using var service = await ServiceProcess.StartAsync(folder.Path);
        using var hub = await CreateHubAsync(service);
        await using var person = new SqliteConnection($"Data Source={Path.Combine(folder.Path, "data", "activations.db")};Pooling=False");
        await person.OpenAsync(TestContext.Current.CancellationToken);

        await using (await person.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            // Longer than the service waits for the lock: about five seconds.
            await ActivateAsync(hub, 0, 16).WaitAsync(Patience, TestContext.Current.CancellationToken);
            Assert.Equal(16, refusals.Count);
            await AssertRefusedAndReadableAsync(service, hub);
        }

        refusals.Clear();
        Task waiting;
        await using (await person.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            waiting = ActivateAsync(hub, 16, 32);
            for (var read = 0; read < 50; read++) // reads go on meanwhile
                Assert.Empty(await hub.ListAsync());
        }

        await waiting;
        Assert.Empty(refusals);
        await AssertExactAsync(hub);
    }

    private static async Task<PlainHub> CreateHubAsync(ServiceProcess service)
    {
        var hub = await PlainHub.CreateAsync(service);
        for (var user = 0; user < Users; user++)
            Assert.True((await hub.AddUserAsync($"user-{user}")).IsSuccess);
        return hub;
    }

    /// <summary>Activates for users from one to before another, at once.</summary>
    private Task ActivateAsync(PlainHub hub, int first, int end) => Task.WhenAll(Enumerable.Range(first, end - first).Select(async number =>
    {
        var answer = await hub.ActivateAsync($"user-{number}", padding: Padding);
        if (answer.IsSuccess)
            acknowledged[$"user-{number}"] = answer.Id;
        else
            refusals.Add(answer);
    }));

    /// <summary>The log has room from before; it is used up by changes to the first user's variables.</summary>
    private async Task WriteUntilRefusedAsync(PlainHub hub)
    {
        for (var number = 0; refusals.IsEmpty; number++)
        {
            Assert.True(number < 10_000, "The disk is full, and no write was refused.");
            var answer = await hub.UpdateAsync(acknowledged["user-0"], $"{number} {Padding}");
            if (!answer.IsSuccess)
                refusals.Add(answer);
        }
    }

    private async Task WriteUntilAcceptedAsync(PlainHub hub)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!(await hub.UpdateAsync(acknowledged["user-0"], "again")).IsSuccess)
            patience.Token.ThrowIfCancellationRequested();
    }

    private async Task AssertRefusedAndReadableAsync(ServiceProcess service, PlainHub hub)
    {
        Assert.NotEmpty(refusals);
        Assert.All(refusals, answer => Assert.Equal((503, "UNAVAILABLE", true), (answer.Status, answer.Code, answer.HasRetryAfter)));
        foreach (var path in new[] { "/healthz", "/readyz" }) // it serves: reads are answered
            Assert.Equal(200, (await hub.GetAsync(path)).Status);
        await AssertExactAsync(hub);
        Assert.DoesNotContain("by a defect", service.Output, StringComparison.Ordinal);
    }

    /// <summary>What was acknowledged is there, and nothing of what was refused.</summary>
    private async Task AssertExactAsync(PlainHub hub)
    {
        var listed = await hub.ListAsync();
        Assert.Equal(
            acknowledged.OrderBy(pair => pair.Key, StringComparer.Ordinal),
            listed.Select(activation => KeyValuePair.Create(
                activation.GetProperty("user").GetProperty("externalId").GetString()!, activation.GetProperty("id").GetString()!)).OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }
}
