using Activations.Errors;
using Microsoft.Data.Sqlite;

namespace Activations.Stores.Sqlite.Database;

/// <summary>
/// The one place where what SQLite throws becomes an error of the domain. It remembers damage: what SQLite finds wrong with
/// the file does not go away by itself, and each write could make it worse, so that none is made from then on.
/// </summary>
/// <param name="reportDamage">Is told what the matter is, the first time.</param>
internal sealed class SqliteFailures(Action<string>? reportDamage)
{
    private const int Corrupt = 11; // SQLITE_CORRUPT: a page is not what it should be
    private const int NotADatabase = 26; // SQLITE_NOTADB: nor is the first one

    private int isDamaged;

    /// <summary>Whether an exception is of the kind that <see cref="Translate"/> takes: SQLite's, or a row that can't be read.</summary>
    public static bool Concerns(Exception exception) => exception is SqliteException or UnreadableRowException;

    /// <summary>Whether SQLite found the file damaged.</summary>
    public static bool IsDamage(Exception exception) => exception is SqliteException { SqliteErrorCode: Corrupt or NotADatabase };

    /// <summary>The store can't be used for the time being, or not for this call; the cause is for the log.</summary>
    public StoreUnavailableException Translate(Exception exception)
    {
        if (!IsDamage(exception))
            return new StoreUnavailableException("The store can't be used at present.", exception);
        if (Interlocked.Exchange(ref isDamaged, 1) == 0)
            reportDamage?.Invoke(exception.Message);
        return Damaged(exception);
    }

    /// <exception cref="StoreUnavailableException">The file is damaged.</exception>
    public void ThrowIfDamaged()
    {
        if (Volatile.Read(ref isDamaged) != 0)
            throw Damaged(null);
    }

    private static StoreUnavailableException Damaged(Exception? cause) =>
        new("The store is damaged: its operator has to restore a backup.", cause);
}
