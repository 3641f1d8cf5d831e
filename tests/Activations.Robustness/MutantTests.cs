using Activations.Robustness.Faults;
using Activations.Robustness.Subject;
using Activations.Robustness.Validate;

namespace Activations.Robustness;

/// <summary>The suite notices when a promise is broken: services that break one are caught by the same rounds.</summary>
public sealed class MutantTests
{
    private const int Rounds = 12;
    private const int Calls = 1_500;

    [Fact]
    public Task A_service_that_acknowledges_before_the_commit_is_caught() =>
        AssertCaughtAsync(Mutant.AcknowledgesBeforeTheCommit);

    [Fact]
    public Task A_service_that_forgets_the_version_check_is_caught() => AssertCaughtAsync(Mutant.ForgetsTheVersionCheck);

    [Fact]
    public Task A_service_that_forgets_the_request_id_is_caught() => AssertCaughtAsync(Mutant.ForgetsTheRequestId);

    [Fact]
    public Task A_service_that_loses_one_write_in_a_thousand_after_a_kill_is_caught() =>
        AssertCaughtAsync(Mutant.LosesOneWriteInAThousandAfterAKill);

    /// <summary>What catches the mutants is not that they are another program, or slower.</summary>
    [Theory]
    [InlineData(nameof(Mutant.None))]
    [InlineData(nameof(Mutant.ForgetsTheQueue))]
    public async Task A_service_that_is_altered_but_keeps_its_promises_is_not_caught(string mutant)
    {
        await using var run = await StartAsync(Enum.Parse<Mutant>(mutant));
        await run.RoundAsync(load => load.MakesAsync(Calls));
    }

    private static async Task AssertCaughtAsync(Mutant mutant)
    {
        await using var run = await StartAsync(mutant);
        Verdict? verdict = null;
        for (var round = 0; round < Rounds && verdict is null or { Violations.IsEmpty: true }; round++)
        {
            verdict = await run.ObserveAsync(async load =>
            {
                await load.MakesAsync(Calls);
                await run.Service.KillAsync();
                await run.RestartAsync();
            });
        }

        Assert.True(verdict is { Violations.IsEmpty: false }, $"{mutant} was not caught: {verdict}");
        TestContext.Current.TestOutputHelper?.WriteLine(verdict.Violations[0]);
    }

    private static Task<FaultRun> StartAsync(Mutant mutant) => FaultRun.StartAsync(launch => launch with
    {
        Program = "Activations.Robustness.Subject.dll",
        Environment = new Dictionary<string, string> { [Alterations.MutantName] = $"{mutant}" },
    });
}
