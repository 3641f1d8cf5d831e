using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Activations.EndToEnd.Tests.Service;

/// <summary>The service as a process of its own, on free ports, in a folder of the test's.</summary>
internal sealed partial class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = [];
    private readonly TaskCompletionSource<(Uri Http, Uri Grpc)> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource demoDone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServiceProcess(string folder, string[] args, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Activations.Grpc.dll"));
        foreach (var argument in args)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, e) => Take(e.Data);
        process.ErrorDataReceived += (_, e) => Take(e.Data);
    }

    /// <summary>Everything that was printed so far.</summary>
    public string Output => string.Join('\n', lines);

    public Uri Rest { get; private set; } = null!;

    public Uri Grpc { get; private set; } = null!;

    /// <summary>
    /// Starts a service and waits until it listens; with <c>--demo</c>, until the demo has run. Nobody has to authenticate,
    /// unless <paramref name="args"/> say so.
    /// </summary>
    public static async Task<ServiceProcess> StartAsync(string folder, params string[] args)
    {
        var service = Launch(folder, ["--Activations:Auth:Mode=none", .. args, "--Activations:Http:Port=0", "--Activations:Grpc:Port=0"], null);
        try
        {
            (service.Rest, service.Grpc) = await service.listening.Task.WaitAsync(Patience);
            if (args.Contains("--demo"))
                await service.demoDone.Task.WaitAsync(Patience);
            return service;
        }
        catch (TimeoutException)
        {
            await service.DisposeAsync();
            throw new InvalidOperationException("The service did not start:\n" + service.Output);
        }
    }

    /// <summary>Runs a service that is expected to end by itself; answers its exit code and what it printed.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string folder, IReadOnlyDictionary<string, string>? environment, params string[] args)
    {
        await using var service = Launch(folder, args, environment);
        await service.WaitForExitAsync();
        return (service.process.ExitCode, service.Output);
    }

    /// <summary>SIGKILL: no time for anything.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await WaitForExitAsync();
    }

    /// <summary>SIGTERM, and the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await WaitForExitAsync();
        return process.ExitCode;
    }

    public long ResidentBytes()
    {
        process.Refresh();
        return process.WorkingSet64;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    private static ServiceProcess Launch(string folder, string[] args, IReadOnlyDictionary<string, string>? environment)
    {
        var service = new ServiceProcess(folder, args, environment);
        service.process.Start();
        service.process.BeginOutputReadLine();
        service.process.BeginErrorReadLine();
        return service;
    }

    private async Task WaitForExitAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(timeout.Token);
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        lines.Enqueue(line);
        if (ListeningLine.Match(line) is { Success: true } match)
            listening.TrySetResult((new Uri(match.Groups[1].Value), new Uri(match.Groups[2].Value)));
        if (line == "Ctrl+C stops the service.")
            demoDone.TrySetResult();
    }

    [GeneratedRegex(@"^REST on (\S+), gRPC on (\S+)$")]
    private static partial Regex ListeningLine { get; }
}
