using System.Diagnostics;

namespace Activations.EndToEnd.Tests.Service;

/// <summary>Runs commands as a person would paste them.</summary>
internal static class Shell
{
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string command, string? folder = null, TimeSpan? patience = null)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        })!;
        using var timeout = new CancellationTokenSource(patience ?? TimeSpan.FromMinutes(2));
        var output = bash.StandardOutput.ReadToEndAsync(timeout.Token);
        var errors = bash.StandardError.ReadToEndAsync(timeout.Token);
        await bash.WaitForExitAsync(timeout.Token);
        return (bash.ExitCode, bash.ExitCode == 0 ? await output : await output + await errors);
    }

    /// <summary>The path of a program that is on PATH; null where there is none.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    /// <summary>A grpcurl line as one of <c>buf curl</c>, which speaks the same protocol; skips where there is no buf.</summary>
    public static string FromGrpcurl(string line)
    {
        var buf = Environment.GetEnvironmentVariable("ACTIVATIONS_TEST_BUF");
        if (string.IsNullOrEmpty(buf))
            Assert.Skip("No buf at hand: set ACTIVATIONS_TEST_BUF to its path, as .ci/run does.");
        var words = line.Split(' ');
        var start = line.IndexOf("-H '", StringComparison.Ordinal);
        var header = start < 0 ? "" : line[start..(line.IndexOf('\'', start + 4) + 1)];
        if (words[^2] == "describe")
            return $"{buf} curl --protocol grpc --http2-prior-knowledge {header} --list-methods http://{words[^3]} | grep {words[^1]}";
        var data = line[(line.IndexOf("-d ", StringComparison.Ordinal) + 3)..line.LastIndexOf('\'')] + "'";
        return $"{buf} curl --protocol grpc --http2-prior-knowledge {header} -d {data} http://{words[^2]}/{words[^1]}";
    }
}
