using System.Diagnostics;
using System.Net;
using Activations.Processes;

namespace Activations.Robustness.Traffic;

/// <summary>Looks at a service again and again while others use it: how much memory it holds, and how health answers.</summary>
internal sealed class Watch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly ServiceProcess service;
    private readonly HttpClient client;
    private readonly CancellationTokenSource end = new();
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly List<Look> looks = [];
    private readonly Task looking;

    public Watch(ServiceProcess service)
    {
        this.service = service;
        client = new HttpClient { BaseAddress = service.Rest };
        looking = LookOnAsync();
    }

    /// <summary>Stops and answers what was seen.</summary>
    public async Task<IReadOnlyList<Look>> StopAsync()
    {
        await end.CancelAsync();
        await looking;
        return looks;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        client.Dispose();
        end.Dispose();
    }

    private async Task LookOnAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        while (!end.IsCancellationRequested)
        {
            var at = clock.Elapsed;
            var isLive = await IsOkAsync("/healthz");
            var isReady = await IsOkAsync("/readyz");
            looks.Add(new Look(at, service.ResidentBytes, isLive && isReady, clock.Elapsed - at));
            await timer.WaitForNextTickAsync();
        }
    }

    private async Task<bool> IsOkAsync(string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode == HttpStatusCode.OK;
    }
}

/// <summary>What was seen at one time.</summary>
/// <param name="At">When, since the watch began.</param>
/// <param name="ResidentBytes">The memory that the process held.</param>
/// <param name="IsHealthy">Whether it said that it lives and is ready.</param>
/// <param name="Took">How long both answers took together.</param>
internal readonly record struct Look(TimeSpan At, long ResidentBytes, bool IsHealthy, TimeSpan Took);
