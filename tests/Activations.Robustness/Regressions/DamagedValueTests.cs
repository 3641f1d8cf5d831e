using System.Text.Json;
using Activations.Processes;
using Activations.Robustness.Traffic;

namespace Activations.Robustness.Regressions;

/// <summary>
/// A page that holds nothing but a part of a long value has no structure that SQLite could find damaged. Zeros in it were a
/// 500, and bytes that are not UTF-8 were answered as if they had been stored.
/// </summary>
public sealed class DamagedValueTests : IDisposable
{
    private const int PageBytes = 4096;
    private const int PointerBytes = 4; // the number of the next page, before the part of the value

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xA5)]
    public async Task A_value_that_is_damaged_refuses_its_call_and_no_other(byte filler)
    {
        PlainHub hub;
        string damaged, whole;
        await using (var service = await ServiceProcess.StartAsync(folder.Path))
        {
            hub = await PlainHub.CreateAsync(service);
            await hub.AddUserAsync("a");
            await hub.AddUserAsync("b");
            damaged = (await hub.ActivateAsync("a", padding: new string('x', 3 * PageBytes))).Id;
            whole = (await hub.ActivateAsync("b", padding: new string('y', 3 * PageBytes))).Id;
            await service.StopAsync();
        }

        await DamageAsync(filler);

        await using var again = await ServiceProcess.StartAsync(folder.Path);
        using var after = hub.At(again);
        hub.Dispose();
        var refused = await after.ReadAsync(damaged);
        Assert.Equal((503, "UNAVAILABLE", true), (refused.Status, refused.Code, refused.HasRetryAfter));
        Assert.Equal(JsonValueKind.Object, (await after.ReadAsync(whole)).Body.GetProperty("dynamicVariables").ValueKind);
        Assert.True((await after.AddUserAsync("c")).IsSuccess);
        Assert.DoesNotContain("by a defect", again.Output, StringComparison.Ordinal);
        Assert.Contains("could not use the store", again.Output, StringComparison.Ordinal);
    }

    /// <summary>Overwrites the first page that is full of one value.</summary>
    private async Task DamageAsync(byte filler)
    {
        var path = Path.Combine(folder.Path, "data", "activations.db");
        var bytes = await File.ReadAllBytesAsync(path, Cancellation);
        var page = Enumerable.Range(0, bytes.Length / PageBytes)
            .First(number => bytes.AsSpan((number * PageBytes) + PointerBytes, PageBytes - PointerBytes).IndexOfAnyExcept((byte)'x') < 0);
        bytes.AsSpan((page * PageBytes) + PointerBytes, PageBytes - PointerBytes).Fill(filler);
        await File.WriteAllBytesAsync(path, bytes, Cancellation);
    }
}
