using Activations.Processes;
using Activations.Robustness.Traffic;
using Activations.Robustness.Validate;
using Activations.V1;

namespace Activations.Robustness.Faults;

/// <summary>A service with traffic, to which something happens in each round; what it answered is checked then.</summary>
internal sealed class FaultRun : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Target target = new();
    private readonly ServiceLaunch launch;
    private readonly int seed = Random.Shared.Next();
    private readonly HashSet<string> activations = [];
    private Scene scene = null!;
    private readonly TimeSpan callersPatience;
    private int rounds;

    private FaultRun(Func<ServiceLaunch, ServiceLaunch>? change, TimeSpan? callersPatience)
    {
        this.callersPatience = callersPatience ?? TimeSpan.FromSeconds(10);
        var plain = new ServiceLaunch(folder.Path);
        launch = change?.Invoke(plain) ?? plain;
    }

    /// <summary>The process that serves at present.</summary>
    public ServiceProcess Service { get; private set; } = null!;

    /// <summary>The folder that it runs in.</summary>
    public string Folder => folder.Path;

    /// <summary>Starts a service with nothing in its store but the scene of the traffic.</summary>
    /// <param name="change">What is special about the process.</param>
    /// <param name="prepare">Lays into its folder what it needs.</param>
    /// <param name="callersPatience">How long the traffic's callers wait for an answer.</param>
    public static async Task<FaultRun> StartAsync(
        Func<ServiceLaunch, ServiceLaunch>? change = null, Action<string>? prepare = null, TimeSpan? callersPatience = null)
    {
        var run = new FaultRun(change, callersPatience);
        prepare?.Invoke(run.Folder);
        await run.RestartAsync();
        run.scene = await Scene.CreateAsync(run.target.Any(Random.Shared));
        return run;
    }

    /// <summary>Starts another process on the same store, to which the traffic goes from now on.</summary>
    public async Task RestartAsync()
    {
        if (Service is not null)
            await Service.DisposeAsync();
        Service = await ServiceProcess.StartAsync(launch);
        target.Use(Service);
        await target.BecomesReadyAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A round: what happens under load, then the last look, then the verdict.</summary>
    /// <returns>The verdict, in which nothing is wrong.</returns>
    public async Task<Verdict> RoundAsync(Func<Load, Task> happenAsync)
    {
        var verdict = await ObserveAsync(happenAsync);
        verdict.AssertNothingIsWrong(seed + rounds);
        AssertNoErrorIsLogged();
        return verdict;
    }

    /// <summary>A round, whatever its verdict is.</summary>
    public async Task<Verdict> ObserveAsync(Func<Load, Task> happenAsync)
    {
        rounds++;
        var history = new History(scene);
        await using var load = Load.Start(
            history, target, new LoadOptions($"round-{rounds}", seed + rounds) { Patience = callersPatience });
        await happenAsync(load);
        await load.StopAsync();
        await target.BecomesReadyAsync(TestContext.Current.CancellationToken);
        await Parallel.ForEachAsync(load.Users, TestContext.Current.CancellationToken, async (user, _) =>
            await history.ReadEverythingAsync(target.Any(Random.Shared), user));
        activations.UnionWith(history.LastActivations());
        var verdict = await Verdict.OnAsync(history);
        TestContext.Current.TestOutputHelper?.WriteLine($"Round {rounds}, seed {seed + rounds}: {verdict}");
        return verdict;
    }

    /// <summary>Every activation that the users of all rounds have is in the hub's list, once, and no other is.</summary>
    public async Task AssertHubListsWhatUsersHaveAsync()
    {
        var transport = target.Any(Random.Shared);
        var listed = new List<string>();
        var after = "";
        do
        {
            var answer = await transport.SendAsync(
                new ListActivationsRequest { HubId = scene.HubId, First = 100, After = after }, TimeSpan.FromSeconds(30));
            Assert.True(answer.Reply is not null, $"{answer}\n{Service.Output}");
            var page = (ActivationPage)answer.Reply;
            listed.AddRange(page.Activations.Select(a => a.Id));
            after = page.Next;
        }
        while (after.Length > 0);
        AssertNoErrorIsLogged();
        Assert.Equal(activations.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    private void AssertNoErrorIsLogged() => Assert.DoesNotContain(Service.Output.Split('\n'), IsError);

    private static bool IsError(string line) =>
        line.Contains(" fail: ", StringComparison.Ordinal) || line.Contains(" crit: ", StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        if (Service is not null)
            await Service.DisposeAsync();
        target.Dispose();
        folder.Dispose();
    }
}
