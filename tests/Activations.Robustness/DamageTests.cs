using System.Text.Json;
using Activations.Processes;
using Activations.Robustness.Traffic;

namespace Activations.Robustness;

/// <summary>
/// A database file that is damaged: the service does not start, or serves what is undamaged. It never answers wrongly, fails
/// by a defect or ends, and it writes nothing more once it has seen the damage.
/// </summary>
public sealed class DamageTests : IDisposable
{
    private const int PageBytes = 4096;
    private const int Users = 40;

    private static readonly string Padding = new('x', 9_000); // more than a page, so that some pages hold nothing but values

    private readonly TemporaryFolder folder = new();
    private readonly List<(string User, string Id)> acknowledged = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Whole => Path.Combine(folder.Path, "data");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_damaged_header_or_a_truncated_file_ends_the_service_with_a_word_about_backups()
    {
        using var hub = await PrepareAsync(isKilled: false);
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Whole, "activations.db"), Cancellation);
        var nonsense = bytes.ToArray();
        nonsense.AsSpan(0, 100).Fill(0xA5);

        foreach (var content in new[] { nonsense, bytes[..(bytes.Length / 2)], bytes[..50] })
        {
            var round = await CopyAsync(content);
            var (exitCode, output) = await ServiceProcess.RunAsync(
                round, null, "--Activations:Auth:Mode=none", "--Activations:Http:Port=0", "--Activations:Grpc:Port=0");

            Assert.Equal(1, exitCode);
            Assert.Contains("is damaged", output, StringComparison.Ordinal);
            Assert.Contains("restore --replace", output, StringComparison.Ordinal);
            Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(round, "data", "activations.db"), Cancellation));
        }
    }

    [Fact]
    public async Task With_a_damaged_page_the_rest_is_served_and_the_damage_is_named_once()
    {
        using var hub = await PrepareAsync(isKilled: false);
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Whole, "activations.db"), Cancellation);
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        var last = bytes.Length / PageBytes;

        int[] pages = [last, .. Enumerable.Range(0, Effort.Of(2)).Select(_ => random.Next(2, last + 1))];
        foreach (var page in pages)
        {
            foreach (var filler in new byte[] { 0, 0xA5 })
                await CheckAsync(hub, Damaged(bytes, page, filler), $"page {page} of {last} filled with {filler}");
        }
    }

    [Fact]
    public async Task Of_a_damaged_log_what_was_acknowledged_before_the_damage_is_served_whole()
    {
        using var hub = await PrepareAsync(isKilled: true);
        var log = Path.Combine(Whole, "activations.db-wal");
        var bytes = await File.ReadAllBytesAsync(log, Cancellation);
        Array.Fill(bytes, (byte)0xA5, bytes.Length - (5 * PageBytes), 2 * PageBytes);
        await File.WriteAllBytesAsync(log, bytes, Cancellation);

        await using var service = await ServiceProcess.StartAsync(folder.Path);
        using var damaged = hub.At(service);
        var listed = (await damaged.ListAsync()).Select(IdOf).ToHashSet();

        // SQLite takes the log up to the last commit whose checksums are right: nobody can tell the rest from a torn write.
        Assert.Equal(acknowledged.Take(listed.Count).Select(pair => pair.Id).ToHashSet(), listed);
        Assert.InRange(listed.Count, Users - 5, Users - 1);
        Assert.True((await damaged.AddUserAsync("new")).IsSuccess);
        Assert.Equal(200, (await damaged.GetAsync("/readyz")).Status);
    }

    private static byte[] Damaged(byte[] bytes, int page, byte filler)
    {
        var damaged = bytes.ToArray();
        damaged.AsSpan((page - 1) * PageBytes, PageBytes).Fill(filler);
        return damaged;
    }

    private static string IdOf(JsonElement activation) => activation.GetProperty("id").GetString()!;

    /// <summary>Users with an activation each.</summary>
    private async Task<PlainHub> PrepareAsync(bool isKilled)
    {
        await using var service = await ServiceProcess.StartAsync(folder.Path);
        var hub = await PlainHub.CreateAsync(service);
        for (var number = 0; number < Users; number++)
        {
            var user = $"user-{number:00}";
            await hub.AddUserAsync(user);
            acknowledged.Add((user, (await hub.ActivateAsync(user, padding: Padding)).Id));
        }

        if (isKilled)
            await service.KillAsync();
        else
            await service.StopAsync();
        return hub;
    }

    private async Task<string> CopyAsync(byte[] database)
    {
        var round = Directory.CreateDirectory(Path.Combine(folder.Path, Guid.NewGuid().ToString("N"))).FullName;
        Directory.CreateDirectory(Path.Combine(round, "data"));
        await File.WriteAllBytesAsync(Path.Combine(round, "data", "activations.db"), database, Cancellation);
        return round;
    }

    private async Task CheckAsync(PlainHub hub, byte[] database, string what)
    {
        await using var service = await StartAsync(await CopyAsync(database));
        if (service is null)
            return;
        using var damaged = hub.At(service);
        var isFound = false;
        foreach (var (user, id) in acknowledged)
        {
            var answer = await damaged.ReadAsync(id);
            isFound |= IsRefusal(answer, what);
            if (answer.IsSuccess)
                Assert.Equal((user, Padding), ValuesOf(answer.Body));
            isFound |= IsRefusal(await damaged.GetAsync($"/embed/{hub.Id}/users/{user}/activations"), what);
            isFound |= IsRefusal(await damaged.GetAsync($"/hubs/{hub.Id}/users/{user}"), what);
        }

        isFound |= IsRefusal(await damaged.GetAsync($"/hubs/{hub.Id}/activations?first=100"), what);
        isFound |= IsRefusal(await damaged.AddUserAsync("new"), what);
        Assert.Equal(200, (await damaged.GetAsync("/healthz")).Status);
        Assert.False(service.HasExited);
        Assert.DoesNotContain("by a defect", service.Output, StringComparison.Ordinal);
        if (service.Output.Contains("The database is damaged", StringComparison.Ordinal))
        {
            Assert.Equal(503, (await damaged.GetAsync("/readyz")).Status);
            Assert.Equal(503, (await damaged.AddUserAsync("newer")).Status);
            Assert.Equal(1, service.Output.Split("The database is damaged").Length - 1);
        }
        else if (isFound)
        {
            // A value that can't be read says nothing of the rest: the call is refused, and the service goes on.
            Assert.Contains("could not use the store", service.Output, StringComparison.Ordinal);
        }
    }

    /// <summary>Starts a service; null if the damage is where it reads at its start, and it says so.</summary>
    private static async Task<ServiceProcess?> StartAsync(string round)
    {
        try
        {
            return await ServiceProcess.StartAsync(round);
        }
        catch (InvalidOperationException exception)
        {
            Assert.Contains("is damaged", exception.Message, StringComparison.Ordinal);
            Assert.Contains("restore --replace", exception.Message, StringComparison.Ordinal);
            return null;
        }
    }

    /// <summary>Whether a call was refused for the damage. It may not fail otherwise, nor find nothing.</summary>
    private static bool IsRefusal(RestAnswer answer, string what)
    {
        if (answer.IsSuccess)
            return false;
        Assert.True(answer is { Status: 503, Code: "UNAVAILABLE", HasRetryAfter: true }, $"With {what}: {answer}");
        return true;
    }

    private static (string?, string?) ValuesOf(JsonElement activation)
    {
        var variables = activation.GetProperty("dynamicVariables");
        return (variables.GetProperty("user").GetString(), variables.GetProperty("padding").GetString());
    }
}
