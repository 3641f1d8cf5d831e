using System.Diagnostics;

namespace Activations.Robustness.Faults;

/// <summary>A file system of its own, held in memory, that can be filled or made read-only. Needs root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("activations-disk-");

    public SmallDisk(int mebibytes) => Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m,mode=700", "tmpfs", Path);

    /// <summary>Whether this process may mount.</summary>
    public static bool IsAvailable => OperatingSystem.IsLinux() && Environment.UserName == "root";

    /// <summary>Why not, for a test that is skipped.</summary>
    public static string WhyNot => "A file system of the test's own takes root: run the suite as root.";

    public string Path => folder.FullName;

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <summary>Takes all the space that is left.</summary>
    public void Fill()
    {
        var bytes = new byte[4096];
        using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
                file.Write(bytes);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>Gives the space back.</summary>
    public void Free() => File.Delete(Filler);

    /// <summary>Makes the whole of it read-only. Nobody may have a file open for writing.</summary>
    public void MakeReadOnly() => Run("mount", "-o", "remount,ro", Path);

    /// <summary>Makes one file read-only, in a folder that can be written to.</summary>
    /// <param name="name">Its path on the disk.</param>
    public void MakeReadOnly(string name)
    {
        var file = System.IO.Path.Combine(Path, name);
        Run("mount", "--bind", file, file);
        Run("mount", "-o", "remount,bind,ro", file);
    }

    public void Dispose()
    {
        Run("umount", "--recursive", Path);
        folder.Delete();
    }

    private static void Run(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', args)}: {error}");
    }
}
