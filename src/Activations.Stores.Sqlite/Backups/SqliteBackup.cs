using Activations.Stores.Sqlite.Database;

namespace Activations.Stores.Sqlite.Backups;

/// <summary>
/// Backs a database up, whether a service has it open or not. It reads as any other process may read a database with a
/// write-ahead log, so that the service need not be asked; SQLite's locks keep it from touching what the service uses.
/// </summary>
public static class SqliteBackup
{
    /// <summary>Backs up. The file appears under its name when it is complete, checked and on the disk.</summary>
    /// <param name="database">The path of the database.</param>
    /// <param name="file">The file to write, readable by this user alone.</param>
    /// <param name="cancellationToken">Gives up; then no file is left.</param>
    /// <exception cref="StoreUnusableException">There is no database of this service, or it is damaged.</exception>
    /// <exception cref="IOException">The file can't be written, or exists.</exception>
    public static BackupSummary Write(string database, string file, CancellationToken cancellationToken)
    {
        var (source, target) = (Path.GetFullPath(database), Path.GetFullPath(file));
        if (DatabaseFiles.IsOf(source, target))
            throw new IOException($"'{target}' belongs to the database itself. Name another file.");
        if (Path.Exists(target))
            throw new IOException($"'{target}' exists, and a backup overwrites nothing. Name another file.");
        if (!Directory.Exists(Path.GetDirectoryName(target)))
            throw new IOException($"There is no folder '{Path.GetDirectoryName(target)}'.");
        RefuseDuringRestore(source);
        if (!File.Exists(source))
            throw new StoreUnusableException($"There is no database '{source}'. Activations:Store:Sqlite:Path names it.");

        var partial = $"{target}.{Path.GetRandomFileName()[..8]}.partial";
        try
        {
            var contents = DatabaseCopy.Make(source, partial, cancellationToken);
            RefuseDuringRestore(source);
            File.Move(partial, target, overwrite: false);
            DatabaseFiles.SyncFolderOf(target);
            return new BackupSummary(target, new FileInfo(target).Length, contents);
        }
        finally
        {
            DatabaseFiles.Delete(partial);
        }
    }

    /// <summary>While files change places, what is under the names of the database need not belong together.</summary>
    private static void RefuseDuringRestore(string database)
    {
        if (SqliteRestore.IsUnfinished(database))
        {
            throw new StoreUnusableException(
                $"A restore of '{database}' is under way or was interrupted. Start the service, which finishes it, and try again.");
        }
    }
}
