using Activations.Stores.Sqlite.Database;

namespace Activations.Stores.Sqlite.Backups;

/// <summary>
/// Puts a backup in the place of a database. The copy is made and checked under one name, <c>.restoring</c>, and then
/// renamed to another, <c>.restored</c>: from that moment on it is the database, and whoever holds the lock next finishes
/// what is left to do (<see cref="Finish"/>). So a kill leaves the old database or the new one, and never a new one with the log
/// of the old one.
/// </summary>
public static class SqliteRestore
{
    /// <summary>Restores.</summary>
    /// <param name="file">The backup. It is only read.</param>
    /// <param name="database">The path of the database; its folder is created when it is absent.</param>
    /// <param name="isToReplace">Whether a database that is there is given up; it may be damaged.</param>
    /// <param name="cancellationToken">Gives up; then all is as before.</param>
    /// <exception cref="StoreUnusableException">The backup can't be used, or a service uses the database.</exception>
    /// <exception cref="IOException">There is no backup, there is a database, or files can't be written.</exception>
    public static BackupSummary Restore(string file, string database, bool isToReplace, CancellationToken cancellationToken)
    {
        var (source, target) = (Path.GetFullPath(file), Path.GetFullPath(database));
        if (DatabaseFiles.IsOf(target, source))
            throw new IOException($"'{source}' belongs to the database itself. Name a backup.");
        if (!File.Exists(source))
            throw new IOException($"There is no file '{source}'.");
        DatabaseCopy.CheckOwner(source);

        DatabaseFiles.CreateFolderOf(target);
        using var fileLock = FileLock.Acquire(target);
        Finish(target);
        if (File.Exists(target) && !isToReplace)
            throw new IOException($"There is a database '{target}'. With --replace the backup takes its place, and what is in it is lost.");

        var contents = Replace(source, target, cancellationToken);
        return new BackupSummary(target, new FileInfo(target).Length, contents);
    }

    /// <summary>Whether a restore was interrupted when all but the last steps were done.</summary>
    /// <param name="database">The path of the database.</param>
    public static bool IsUnfinished(string database) => File.Exists(Restored(database));

    /// <summary>Does the last steps of a restore that was interrupted, if one was. The caller holds the lock.</summary>
    internal static void Finish(string database)
    {
        if (!IsUnfinished(database))
            return;
        DatabaseFiles.DeleteSideFiles(database);
        DatabaseFiles.SyncFolderOf(database); // the old log must be gone before the new database has its name
        File.Move(Restored(database), database, overwrite: true);
        DatabaseFiles.SyncFolderOf(database);
    }

    private static BackupContents Replace(string source, string target, CancellationToken cancellationToken)
    {
        var restoring = target + ".restoring";
        DatabaseFiles.Delete(restoring); // of a restore that was killed
        try
        {
            var contents = DatabaseCopy.Make(source, restoring, cancellationToken);
            File.Move(restoring, Restored(target), overwrite: true); // one rename; without the flag it would be a link and a delete
            DatabaseFiles.SyncFolderOf(target);
            Finish(target);
            return contents;
        }
        finally
        {
            DatabaseFiles.Delete(restoring);
        }
    }

    private static string Restored(string database) => database + ".restored";
}
