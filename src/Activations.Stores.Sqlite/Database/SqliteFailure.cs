using Activations.Errors;
using Microsoft.Data.Sqlite;

namespace Activations.Stores.Sqlite.Database;

/// <summary>The one place where what SQLite throws becomes an error of the domain.</summary>
internal static class SqliteFailure
{
    /// <summary>The store is away for the time being; the cause is for the log.</summary>
    public static StoreUnavailableException Translate(SqliteException exception) =>
        new("The store can't be used at present.", exception);
}
