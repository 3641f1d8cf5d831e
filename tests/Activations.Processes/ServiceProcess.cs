using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Activations.Processes;

/// <summary>The service as a process of its own, on free ports unless its arguments say so, in a folder of the test's.</summary>
internal sealed partial class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = [];
    private readonly TaskCompletionSource<(Uri Http, Uri Grpc)> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource demoDone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServiceProcess(ServiceLaunch launch)
    {
        var start = new ProcessStartInfo(launch.Executable ?? "dotnet")
        {
            WorkingDirectory = launch.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (launch.Executable is null)
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, launch.Program));
        foreach (var argument in launch.Args)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in launch.Environment)
            start.Environment[name] = value;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, e) => Take(e.Data);
        process.ErrorDataReceived += (_, e) => Take(e.Data);
    }

    /// <summary>Everything that was printed so far.</summary>
    public string Output => string.Join('\n', lines);

    /// <summary>The id of the process.</summary>
    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public Uri Rest { get; private set; } = null!;

    public Uri Grpc { get; private set; } = null!;

    /// <summary>How much memory it holds.</summary>
    public long ResidentBytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>The processor time that it has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>The processor time that its present threads of a name have used, where the system tells: on Linux.</summary>
    /// <param name="thread">The name, of which Linux knows 15 characters.</param>
    public TimeSpan ProcessorTimeOf(string thread)
    {
        var tasks = new DirectoryInfo($"/proc/{process.Id}/task");
        if (!tasks.Exists)
            return TimeSpan.Zero;
        return TimeSpan.FromTicks(tasks.EnumerateDirectories()
            .Where(task => File.ReadAllText(Path.Combine(task.FullName, "comm")).TrimEnd('\n') == thread)
            .Sum(task => NanosecondsOf(File.ReadAllText(Path.Combine(task.FullName, "schedstat"))) / TimeSpan.NanosecondsPerTick));

        static long NanosecondsOf(string schedstat) =>
            long.Parse(schedstat.AsSpan(0, schedstat.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Starts a service and waits until it listens; with <c>--demo</c>, until the demo has run. Nobody has to authenticate,
    /// unless <paramref name="args"/> say so.
    /// </summary>
    public static Task<ServiceProcess> StartAsync(string folder, params string[] args) =>
        StartAsync(new ServiceLaunch(folder) { Args = args });

    /// <inheritdoc cref="StartAsync(string, string[])"/>
    /// <exception cref="InvalidOperationException">It ended, or did not listen in time; with what it printed.</exception>
    public static async Task<ServiceProcess> StartAsync(ServiceLaunch launch)
    {
        var service = Launch(launch with
        {
            // What stands last counts.
            Args =
            [
                "--Activations:Auth:Mode=none", "--Activations:Http:Port=0", "--Activations:Grpc:Port=0", .. launch.Args,
            ],
        });
        try
        {
            (service.Rest, service.Grpc) = await service.ReachedAsync(service.listening.Task);
            if (launch.Args.Contains("--demo"))
                await service.ReachedAsync(service.demoDone.Task.ContinueWith(_ => 0, TaskScheduler.Default));
            return service;
        }
        catch (InvalidOperationException)
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a service that is expected to end by itself; answers its exit code and what it printed.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string folder, IReadOnlyDictionary<string, string>? environment, params string[] args)
    {
        var launch = new ServiceLaunch(folder) { Args = args };
        await using var service = Launch(environment is null ? launch : launch with { Environment = environment });
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
        await SignalAsync("TERM");
        await WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Waits until it has ended by itself, and answers its exit code.</summary>
    public async Task<int> ExitAsync()
    {
        await WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>Sends a signal, such as <c>STOP</c> or <c>CONT</c>.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    /// <summary>Starts the process and waits for nothing.</summary>
    public static ServiceProcess Launch(ServiceLaunch launch)
    {
        var service = new ServiceProcess(launch);
        service.process.Start();
        service.process.BeginOutputReadLine();
        service.process.BeginErrorReadLine();
        return service;
    }

    private async Task<T> ReachedAsync<T>(Task<T> state)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            if (await Task.WhenAny(state, process.WaitForExitAsync(patience.Token)) == state)
                return await state;
        }
        catch (OperationCanceledException)
        {
            // Too late.
        }

        throw new InvalidOperationException("The service did not start:\n" + Output);
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
