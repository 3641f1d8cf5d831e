using System.Globalization;
using Activations.Processes;
using Activations.Robustness.Subject;
using Activations.Robustness.Traffic;
using Activations.Robustness.Validate;

namespace Activations.Robustness;

/// <summary>When callers outrun the store, those who can be served are, and the others are told so at once.</summary>
[Collection(nameof(Alone))]
public sealed class OverloadTests(ITestOutputHelper output)
{
    private const long Mebibyte = 1 << 20;
    private const string Overloaded = "OVERLOADED";
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(500);

    /// <summary>So long the service may take to notice that there is more to do than it can: bursts are borne for a second.</summary>
    private static readonly TimeSpan Notice = TimeSpan.FromSeconds(2);

    /// <summary>Promised; that all is as it was is asked for a second before.</summary>
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task At_4_times_its_capacity_the_service_goes_on_at_its_capacity_and_sheds_the_rest()
    {
        using var folder = new TemporaryFolder();
        await using var service = await StartAsync(folder);
        using var calls = await UserCalls.StartAsync(service);
        var capacity = await MeasureCapacityAsync(calls);
        var length = TimeSpan.FromSeconds(Effort.Of(10));
        await using var watch = new Watch(service);
        var reading = Arrivals.OfferAsync(50, length, calls.ReadAsync);

        var offered = await Arrivals.OfferAsync(4 * capacity, length, calls.CreateAsync);
        var afterwards = await OfferAsync(capacity / 2, RecoveryLimit, calls.CreateAsync);
        var overload = new LoadResult(await Task.WhenAll(offered), length);
        var reads = new LoadResult(await Task.WhenAll(await reading), length);
        var looks = await watch.StopAsync();

        Print("overload", overload);
        Print("reads meanwhile", reads);
        Print("afterwards", afterwards);
        output.WriteLine(Memory.Describe(looks));
        output.WriteLine($"recovered after {afterwards.LastTrouble(Quick)}");
        AssertShed(overload.After(Notice), capacity);
        Assert.Equal(1, reads.ShareOf(CallAnswer.Success));
        Assert.InRange(reads.Percentile(CallAnswer.Success, 0.99), TimeSpan.Zero, Quick);
        Assert.All(looks, look => Assert.True(look.IsHealthy && look.Took < 2 * Quick, look.ToString()));
        Memory.AssertBounded([.. looks.Where(look => look.At < length)], growth: 128 * Mebibyte, trend: 48 * Mebibyte);
        Assert.InRange(afterwards.LastTrouble(Quick), TimeSpan.Zero, RecoveryLimit - TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_store_that_hung_is_used_as_before_within_5_seconds()
    {
        using var folder = new TemporaryFolder();
        var hold = Path.Combine(folder.Path, "hold");
        await using var service = await StartAsync(folder, hold);
        using var calls = await UserCalls.StartAsync(service);
        await Arrivals.KeepUpAsync(8, TimeSpan.FromSeconds(0.5), calls.CreateAsync);

        var length = TimeSpan.FromSeconds(Effort.Of(2) + 0.5);
        await File.WriteAllTextAsync(hold, "", TestContext.Current.CancellationToken);
        var offered = await Arrivals.OfferAsync(400, length, calls.CreateAsync);
        File.Delete(hold);
        var afterwards = await OfferAsync(50, RecoveryLimit, calls.CreateAsync);
        var hung = new LoadResult(await Task.WhenAll(offered), length);

        Print("hung", hung);
        Print("afterwards", afterwards);
        output.WriteLine($"recovered after {afterwards.LastTrouble(Quick)}");
        Assert.Empty(hung.Calls.Select(call => call.Answer.Reason).Except([CallAnswer.Success, Overloaded, CallAnswer.DeadlineExceeded]));
        Assert.InRange(afterwards.LastTrouble(Quick), TimeSpan.Zero, RecoveryLimit - TimeSpan.FromSeconds(1));
    }

    private static void AssertShed(LoadResult overload, double capacity)
    {
        // Promised is 80% over a minute. A few seconds have the beginning in them, and perhaps somebody else on the machine.
        var (least, late) = Effort.IsLeast ? (0.6, 0.15) : (0.8, 0.05);
        Assert.InRange(overload.Goodput, least * capacity, double.MaxValue);
        Assert.InRange(overload.ShareOf(CallAnswer.DeadlineExceeded), 0, late);
        Assert.Empty(overload.Calls.Select(call => call.Answer.Reason).Except([CallAnswer.Success, Overloaded, CallAnswer.DeadlineExceeded]));
        Assert.All(
            overload.Calls.Where(call => call.Answer.Reason == Overloaded), call => Assert.True(call.Answer.SaysWhen));
        Assert.InRange(overload.Percentile(Overloaded, 0.99), TimeSpan.Zero, Quick);
        Assert.InRange(overload.Percentile(CallAnswer.Success, 0.99), TimeSpan.Zero, 2 * UserCalls.Patience);
    }

    private static Task<ServiceProcess> StartAsync(TemporaryFolder folder, string? hold = null) =>
        ServiceProcess.StartAsync(new ServiceLaunch(folder.Path)
        {
            Program = "Activations.Robustness.Subject.dll",
            Environment = new Dictionary<string, string>
            {
                [Alterations.StoreCapacity] = "6,100",
                [Alterations.StoreHoldFile] = hold ?? "",
            },
        });

    private static async Task<LoadResult> OfferAsync(
        double perSecond, TimeSpan length, Func<int, Task<CallAnswer>> call) =>
        new(await Task.WhenAll(await Arrivals.OfferAsync(perSecond, length, call)), length);

    private async Task<double> MeasureCapacityAsync(UserCalls calls)
    {
        await Arrivals.KeepUpAsync(24, TimeSpan.FromSeconds(0.5), calls.CreateAsync);
        var length = TimeSpan.FromSeconds(3);
        var capacity = new LoadResult(await Arrivals.KeepUpAsync(24, length, calls.CreateAsync), length);
        Print("capacity", capacity);
        Assert.InRange(capacity.ShareOf(CallAnswer.Success), 0.9, 1); // a machine that halts looks like too much to do
        return capacity.Goodput;
    }

    private void Print(string what, LoadResult result) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {result}"));
}
