using System.Diagnostics;

namespace Activations.Processes;

/// <summary>A command of the executable that has ended: what a script sees of it.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs a command in a folder.</summary>
    public static Task<CommandRun> OfAsync(string folder, params string[] args) => OfAsync(folder, "", args);

    /// <summary>Runs a command in a folder, with a text on its standard input.</summary>
    public static Task<CommandRun> OfAsync(string folder, string input, string[] args) =>
        OfProgramAsync(folder, input, "dotnet", [Program, .. args]);

    /// <summary>Runs a command in a folder by a script of the shell's, to which it is <c>"$@"</c>.</summary>
    public static Task<CommandRun> OfShellAsync(string folder, string script, string[] args) =>
        OfProgramAsync(folder, "", "sh", ["-c", script, "sh", "dotnet", Program, .. args]);

    private static string Program => Path.Combine(AppContext.BaseDirectory, "Activations.Grpc.dll");

    private static async Task<CommandRun> OfProgramAsync(string folder, string input, string program, string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        var error = process.StandardError.ReadToEndAsync(timeout.Token);
        await process.WaitForExitAsync(timeout.Token);
        return new CommandRun(process.ExitCode, await output, await error);
    }
}
