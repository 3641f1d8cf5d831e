using System.Diagnostics;
using Activations.Processes;

namespace Activations.Robustness.Traffic;

/// <summary>The service that the traffic goes to; another process takes its place after a restart.</summary>
internal sealed class Target : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private readonly HttpClient health = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly List<Transport> all = [];
    private volatile Transport[] transports = [];
    private volatile Uri? rest;

    /// <summary>Goes to a process from now on.</summary>
    public void Use(ServiceProcess service)
    {
        var next = Transport.To(service);
        all.AddRange(next);
        (transports, rest) = (next, service.Rest);
    }

    /// <summary>One of the transports.</summary>
    public Transport Any(Random random)
    {
        var present = transports;
        return present[random.Next(present.Length)];
    }

    /// <summary>Waits until the service says that it is ready.</summary>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public async Task BecomesReadyAsync(CancellationToken cancellationToken)
    {
        var begin = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync(cancellationToken))
        {
            if (Stopwatch.GetElapsedTime(begin) > Patience)
                throw new TimeoutException("The service did not become ready.");
            await Task.Delay(Interval, cancellationToken);
        }
    }

    public void Dispose()
    {
        health.Dispose();
        foreach (var transport in all)
            transport.Dispose();
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await health.GetAsync(new Uri(rest!, "/readyz"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
