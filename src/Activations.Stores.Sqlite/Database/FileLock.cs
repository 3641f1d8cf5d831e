namespace Activations.Stores.Sqlite.Database;

/// <summary>
/// Keeps a second service off the same database: a lock on a file beside it, which the operating system releases when
/// the process ends, however it ends.
/// </summary>
internal sealed class FileLock : IDisposable
{
    // How the runtime says that somebody else has the file: the code of Windows, or EWOULDBLOCK of flock(2).
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    private readonly FileStream file;

    private FileLock(FileStream file) => this.file = file;

    /// <exception cref="StoreUnusableException">Another service holds the lock, or the file can't be opened.</exception>
    public static FileLock Acquire(string databasePath)
    {
        try
        {
            var path = databasePath + ".lock";
            var options = new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
            };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // who can open it can lock it
            return new FileLock(new FileStream(path, options));
        }
        catch (IOException exception) when (exception.HResult is WindowsSharingViolation or LinuxWouldBlock or MacWouldBlock)
        {
            throw new StoreUnusableException(
                $"Another service uses the database '{databasePath}'. Stop it, or name another file in "
                + "Activations:Store:Sqlite:Path.",
                exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnusableException(
                $"The database '{databasePath}' can't be written: its lock file can't be opened. {exception.Message}", exception);
        }
    }

    public void Dispose() => file.Dispose();
}
