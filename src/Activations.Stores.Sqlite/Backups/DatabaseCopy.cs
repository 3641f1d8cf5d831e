using Activations.Stores.Sqlite.Database;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Activations.Stores.Sqlite.Backups;

/// <summary>
/// Copies a database into one new file that needs no other beside it, and checks the copy. What is copied is one committed
/// state, also while a service writes: a reader of a write-ahead log sees the state at its first read, and nobody waits for it.
/// </summary>
internal static class DatabaseCopy
{
    private const int PagesAtATime = 4096; // 16 MiB, between two looks at whether somebody gave up
    private const int MaxProblems = 3;

    /// <summary>Copies.</summary>
    /// <param name="from">The database. It is not created, and not written to.</param>
    /// <param name="to">The copy; there must be no such file. It is on the disk when this returns, its name in the folder is not.</param>
    /// <param name="cancellationToken">Ends it between two pieces.</param>
    /// <exception cref="StoreUnusableException">It is no database of this service, a newer release's, or damaged.</exception>
    public static BackupContents Make(string from, string to, CancellationToken cancellationToken)
    {
        try
        {
            CheckOwner(from);
            DatabaseFiles.Create(to);
            CopyPages(from, to, cancellationToken);
            MakeSingleFile(to);
            cancellationToken.ThrowIfCancellationRequested();
            var contents = Check(from, to);
            DatabaseFiles.Sync(to);
            return contents;
        }
        catch (SqliteException exception)
        {
            throw new StoreUnusableException($"'{from}' can't be copied to '{to}': {exception.Message}", exception);
        }
    }

    /// <summary>Finds out whether a file is a database of this service, of a release that is not newer than this one.</summary>
    /// <exception cref="StoreUnusableException">It is not.</exception>
    public static void CheckOwner(string path)
    {
        try
        {
            using var session = Session.OpenToRead(path);
            var version = session.Count("PRAGMA user_version");
            if (version > Migrations.NewestVersion)
            {
                throw new StoreUnusableException(
                    $"'{path}' has schema version {version}; this release knows up to {Migrations.NewestVersion}. Use the release that wrote it.");
            }

            const string Ours = "SELECT count(*) FROM sqlite_master WHERE name IN ('hubs', 'integrations', 'end_users', 'activations')";
            if (version == 0 || session.Count(Ours) < 4)
                throw new StoreUnusableException($"'{path}' is not a database of Activations.");
        }
        catch (SqliteException exception)
        {
            throw new StoreUnusableException($"'{path}' can't be read as a database of Activations: {exception.Message}", exception);
        }
    }

    private static void CopyPages(string from, string to, CancellationToken cancellationToken)
    {
        using var source = Session.OpenToRead(from);
        using var target = Session.OpenToCopyTo(to);
        source.InSnapshot(session =>
        {
            // The first read fixes the state for all pieces: without it, SQLite begins anew after each write of the service.
            session.Count("SELECT count(*) FROM sqlite_master");
            using var copy = raw.sqlite3_backup_init(target.Handle, "main", session.Handle, "main");
            int result;
            do
            {
                cancellationToken.ThrowIfCancellationRequested();
                result = raw.sqlite3_backup_step(copy, PagesAtATime);
            }
            while (result == raw.SQLITE_OK);
            if (result != raw.SQLITE_DONE)
                SqliteException.ThrowExceptionForRC(result, target.Handle);
            return result;
        });
    }

    /// <summary>The copy says, as its source does, that it has a write-ahead log; opened like that it would get one.</summary>
    private static void MakeSingleFile(string path)
    {
        using var session = Session.OpenToCopyTo(path);
        session.Query("PRAGMA journal_mode = DELETE", row => row.GetString(0));
    }

    private static BackupContents Check(string from, string path)
    {
        using var session = Session.OpenToRead(path);
        var problems = session.Query($"PRAGMA integrity_check({MaxProblems})", row => row.GetString(0));
        if (problems is not ["ok"])
            throw new StoreUnusableException($"'{from}' is damaged: {string.Join("; ", problems)}");
        return new BackupContents(
            session.Count("PRAGMA user_version"),
            session.Count("SELECT count(*) FROM hubs"),
            session.Count("SELECT count(*) FROM integrations"),
            session.Count("SELECT count(*) FROM end_users"),
            session.Count("SELECT count(*) FROM activations"));
    }
}
