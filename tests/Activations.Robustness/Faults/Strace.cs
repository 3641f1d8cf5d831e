using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Activations.Robustness.Faults;

/// <summary>
/// strace(1), attached to a running service: it writes down system calls, or makes them fail, until it is disposed of.
/// </summary>
internal sealed class Strace : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process process;
    private readonly StringBuilder said = new();
    private readonly TaskCompletionSource attached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Strace(int service, IEnumerable<string> args)
    {
        string[] all = ["-f", "-p", service.ToString(CultureInfo.InvariantCulture), .. args];
        process = new Process
        {
            StartInfo = new ProcessStartInfo("strace", all) { RedirectStandardError = true },
        };
        process.ErrorDataReceived += (_, e) => Take(e.Data);
    }

    /// <summary>Writes the calls of these names down in a file, with the names of files and all bytes of what is sent.</summary>
    public static Task<Strace> RecordAsync(int service, string file, params string[] calls) =>
        AttachAsync(service, "-yy", "-xx", "-s", "65536", "-o", file, "-e", $"trace={string.Join(',', calls)}");

    /// <summary>Makes calls on a file fail.</summary>
    /// <param name="service">The id of the process.</param>
    /// <param name="path">The file.</param>
    /// <param name="calls">The names of the calls, separated by commas.</param>
    /// <param name="error">The error, such as <c>EIO</c>.</param>
    public static Task<Strace> FailAsync(int service, string path, string calls, string error) =>
        AttachAsync(service, "-o", "/dev/null", "-P", path, "-e", $"trace={calls}", "-e", $"inject={calls}:error={error}");

    /// <summary>Lets go of the service, which goes on.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            // SIGTERM lets it detach in order.
            using var kill = Process.Start("kill", [process.Id.ToString(CultureInfo.InvariantCulture)]);
            using var timeout = new CancellationTokenSource(Patience);
            await process.WaitForExitAsync(timeout.Token);
        }

        process.Dispose();
    }

    private static async Task<Strace> AttachAsync(int service, params string[] args)
    {
        var strace = new Strace(service, args);
        try
        {
            strace.process.Start();
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new InvalidOperationException(
                "strace can't be run. Without it nothing shows that writes are on the disk before they are acknowledged: install it.", exception);
        }

        strace.process.BeginErrorReadLine();
        if (await Task.WhenAny(strace.attached.Task, strace.process.WaitForExitAsync(), Task.Delay(Patience)) == strace.attached.Task)
            return strace;
        await strace.DisposeAsync();
        throw new InvalidOperationException($"strace can't trace the service: it needs to run as root, or ptrace_scope 0. It said:\n{strace.said}");
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        lock (said)
            said.AppendLine(line);
        if (line.Contains(" attached", StringComparison.Ordinal))
            attached.TrySetResult();
    }
}
