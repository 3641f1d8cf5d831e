using Activations.Robustness.Faults;
using Activations.Robustness.Subject;

namespace Activations.Robustness;

/// <summary>A process that stands still, and a clock that jumps.</summary>
public sealed class PauseTests
{
    [Fact]
    public async Task A_process_that_is_stopped_for_ten_seconds_under_load_goes_on_as_if_nothing_had_happened()
    {
        await using var run = await FaultRun.StartAsync(callersPatience: TimeSpan.FromSeconds(3));
        var verdict = await run.RoundAsync(async load =>
        {
            await load.MakesAsync(300);
            await run.Service.SignalAsync("STOP");
            await Task.Delay(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken); // the fault itself
            await run.Service.SignalAsync("CONT");
            await load.MakesAsync(300);
        });
        Assert.NotEqual(0, verdict.Unknown);
        Assert.False(run.Service.HasExited);
    }

    [Fact]
    public async Task A_clock_that_jumps_by_hours_back_and_forth_under_load_changes_nothing()
    {
        const string File = "clock";
        await using var run = await FaultRun.StartAsync(
            launch => launch with
            {
                Program = "Activations.Robustness.Subject.dll",
                Environment = new Dictionary<string, string> { [Alterations.ClockFile] = File },
            },
            folder => SetClock(folder, File, 0));
        int[] jumps = [-36_000, 36_000, -1, 3_600, 0];
        foreach (var jump in jumps)
        {
            await run.RoundAsync(async load =>
            {
                await load.MakesAsync(100);
                SetClock(run.Folder, File, jump);
                await load.MakesAsync(100);
            });
        }

        await run.AssertHubListsWhatUsersHaveAsync();
    }

    /// <summary>In one step, as the service may read it at any time.</summary>
    private static void SetClock(string folder, string file, int seconds)
    {
        var written = Path.Combine(folder, file + ".new");
        File.WriteAllText(written, seconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        File.Move(written, Path.Combine(folder, file), overwrite: true);
    }
}
