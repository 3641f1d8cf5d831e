namespace Activations.Grpc.CommandLine;

/// <summary>Standard input, where a command reads it.</summary>
internal static class StandardInput
{
    /// <summary>What stands for it on the command line.</summary>
    public const string Name = "-";

    private const string Descriptor = "/proc/self/fdinfo/0"; // proc_pid_fdinfo(5)
    private const int CloseOnExec = 0x80000; // 02000000, O_CLOEXEC of Linux

    /// <summary>Opens it.</summary>
    /// <exception cref="IOException">It is closed.</exception>
    public static Stream Open() =>
        IsClosed() ? throw new IOException("Standard input is closed: there is nothing to read.") : Console.OpenStandardInput();

    /// <summary>
    /// Where it was closed from the beginning, another file has its number, and would be read: one that the process opened
    /// itself, as what it inherited is not closed on exec.
    /// </summary>
    private static bool IsClosed()
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists(Path.GetDirectoryName(Descriptor)))
            return false;
        if (!File.Exists(Descriptor))
            return true;
        var flags = File.ReadLines(Descriptor).FirstOrDefault(line => line.StartsWith("flags:", StringComparison.Ordinal));
        return flags is not null && (Convert.ToInt64(flags["flags:".Length..].Trim(), fromBase: 8) & CloseOnExec) != 0;
    }
}
