using System.Runtime.InteropServices;
using System.Text;

namespace Activations.Stores.Sqlite.Database;

/// <summary>How the files of a database are made, and made durable.</summary>
internal static class DatabaseFiles
{
    private const int ReadOnly = 0; // O_RDONLY of open(2)

    /// <summary>What SQLite keeps beside a database file, by what is put behind its name.</summary>
    private static readonly string[] SideFiles = ["-wal", "-shm", "-journal"];

    /// <summary>What this service keeps there.</summary>
    private static readonly string[] OwnFiles = [".lock", ".sock", ".key", ".restoring", ".restored"];

    /// <exception cref="StoreUnusableException">It can't be created.</exception>
    public static void CreateFolderOf(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnusableException($"The folder '{folder}' can't be created: {exception.Message}", exception);
        }
    }

    /// <summary>Creates an empty file readable by this user alone, since it will hold credentials; SQLite's own files follow.</summary>
    public static void Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        new FileStream(path, options).Dispose();
    }

    /// <summary>Whether a path is that of the database, or of what stands beside it under its name.</summary>
    public static bool IsOf(string database, string path) =>
        IsSame(database, path) || SideFiles.Concat(OwnFiles).Any(suffix => path == database + suffix);

    /// <summary>Whether two paths name one file, perhaps by a link.</summary>
    private static bool IsSame(string database, string path) =>
        path == database || (File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName == database);

    public static void Delete(string path)
    {
        File.Delete(path);
        DeleteSideFiles(path);
    }

    public static void DeleteSideFiles(string path)
    {
        foreach (var suffix in SideFiles)
            File.Delete(path + suffix);
    }

    /// <summary>Returns when what was written to a file is on the disk.</summary>
    /// <exception cref="IOException">It can't be brought there.</exception>
    public static void Sync(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            RandomAccess.FlushToDisk(file);
            return;
        }

        SyncByName(path); // .NET passes over what fsync(2) says
    }

    /// <summary>Returns when the names in the folder of a file are on the disk. Windows needs no such thing.</summary>
    /// <exception cref="IOException">They can't be brought there.</exception>
    public static void SyncFolderOf(string path)
    {
        if (!OperatingSystem.IsWindows())
            SyncByName(Path.GetDirectoryName(path)!); // .NET opens no folders
    }

    private static void SyncByName(string path)
    {
        var descriptor = Open(Encoding.UTF8.GetBytes(path + '\0'), ReadOnly);
        var isSynced = descriptor >= 0 && Sync(descriptor) == 0;
        var error = Marshal.GetLastPInvokeErrorMessage();
        if (descriptor >= 0)
            _ = Close(descriptor);
        if (!isSynced)
            throw new IOException($"'{path}' can't be written to the disk: {error}");
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
