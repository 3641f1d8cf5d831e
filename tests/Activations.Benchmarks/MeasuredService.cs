using System.Diagnostics;
using System.Text.RegularExpressions;
using Grpc.Net.Client;

namespace Activations.Benchmarks;

/// <summary>The service as a process of its own, so that its processor time is its own too.</summary>
internal sealed partial class MeasuredService : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private MeasuredService(Process process, Uri address)
    {
        this.process = process;
        Channel = GrpcChannel.ForAddress(address);
    }

    /// <summary>A gRPC channel to it.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>The processor time that it has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a service and waits until it listens.</summary>
    public static async Task<MeasuredService> StartAsync(string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Activations.Grpc.dll"), .. args])
        {
            RedirectStandardOutput = true,
        };
        var process = new Process { StartInfo = start };
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, printed) =>
        {
            if (GrpcAddress.Match(printed.Data ?? "") is { Success: true } match)
                listening.TrySetResult(new Uri(match.Groups[1].Value));
        };
        process.Start();
        process.BeginOutputReadLine();
        return new MeasuredService(process, await listening.Task.WaitAsync(Patience));
    }

    public void Dispose()
    {
        Channel.Dispose();
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    [GeneratedRegex(@"gRPC on (\S+)$")]
    private static partial Regex GrpcAddress { get; }
}
