using System.Globalization;
using Activations.Processes;
using Activations.Robustness.Traffic.Fuzz;
using Activations.Robustness.Validate;

namespace Activations.Robustness;

/// <summary>Whatever is sent, on either transport, gets an answer of the contract, and the service goes on.</summary>
public sealed class FuzzTests
{
    private const string Organisation = "01J0DEM00RG000000000000001";
    private const long MostGrowth = 256 * 1024 * 1024;

    [Fact]
    public async Task Whatever_is_sent_the_answer_is_one_of_the_contract()
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo");

        await FuzzAsync(service, authorization: null, Effort.Of(16_000));
    }

    [Fact]
    public async Task Whatever_is_sent_with_an_API_key_the_answer_is_one_of_the_contract()
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo", "--Activations:Auth:Mode=required");
        var made = await CommandRun.OfAsync(
            folder.Path, "keys", "create", "--organisation", Organisation, "--name", "fuzz",
            "--scope", "read", "--scope", "write", "--scope", "admin", "--scope", "credentials");
        Assert.True(made.ExitCode == 0, made.Error);

        await FuzzAsync(service, $"Bearer {made.Output.Trim()}", Effort.Of(4_000));
    }

    private static async Task FuzzAsync(ServiceProcess service, string? authorization, int calls)
    {
        var seed = Replay.Named?.Seed ?? Random.Shared.Next();
        var run = new FuzzRun(service, seed, authorization);
        if (Replay.Named is { } named)
        {
            await run.RepeatAsync(named.Number);
            Report(run, named.Seed.ToString(CultureInfo.InvariantCulture));
            Assert.Empty(run.Failures);
            return;
        }

        var warmUp = await run.RunAsync(calls / 4);
        var before = service.ResidentBytes;
        var rest = await run.RunAsync(calls - (calls / 4));
        var after = service.ResidentBytes;

        Report(run, string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}: {calls:N0} calls, {calls / (warmUp + rest).TotalSeconds:N0}/s, resident {before >> 20} MiB after a quarter, {after >> 20} MiB at the end; processor {service.ProcessorTime.TotalSeconds:N1} s of the service, {Environment.CpuUsage.TotalTime.TotalSeconds:N1} s of its callers"));
        Assert.False(service.HasExited, "The service has ended.");
        var problems = run.Failures.Concat(ServiceLog.Defects(service)).ToList();
        Assert.True(problems.Count == 0, string.Join("\n\n", problems));
        Assert.InRange(after, 0, before + MostGrowth);
        Assert.True(run.Answers.Of("REST 2") > calls / 20, "Hardly any REST call reaches its handler.");
        Assert.True(run.Answers.Of("gRPC OK") > calls / 20, "Hardly any gRPC call reaches its handler.");
    }

    private static void Report(FuzzRun run, string what) =>
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}\n{run.Answers}");
}
