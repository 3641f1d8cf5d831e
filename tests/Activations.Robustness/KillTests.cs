using Activations.Robustness.Faults;

namespace Activations.Robustness;

/// <summary>Whatever is acknowledged stays, and stays once, however the process ends.</summary>
public sealed class KillTests
{
    private const int CallsBeforeTheFault = 400;

    [Fact]
    public async Task Kill_9_under_load_again_and_again_loses_nothing_doubles_nothing_and_tears_nothing()
    {
        await using var run = await FaultRun.StartAsync();
        for (var round = 0; round < Effort.Of(8); round++)
            await run.RoundAsync(async load =>
            {
                await load.MakesAsync(CallsBeforeTheFault);
                await run.Service.KillAsync();
                await run.RestartAsync();
            });
        await run.AssertHubListsWhatUsersHaveAsync();
    }

    [Fact]
    public async Task SIGTERM_under_load_ends_in_order_and_loses_nothing()
    {
        await using var run = await FaultRun.StartAsync();
        for (var round = 0; round < Effort.Of(2); round++)
            await run.RoundAsync(async load =>
            {
                await load.MakesAsync(CallsBeforeTheFault);
                Assert.Equal(0, await run.Service.StopAsync());
                await run.RestartAsync();
            });
        await run.AssertHubListsWhatUsersHaveAsync();
    }
}
