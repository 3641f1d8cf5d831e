using Activations.Stores.Sqlite.Database;
using Microsoft.Data.Sqlite;

namespace Activations.Stores.Sqlite;

/// <summary>What there is to be said of a database file without changing it, whoever uses it; a file beside it is made for a moment.</summary>
/// <param name="Version">Its schema version; null where there is no file.</param>
/// <param name="Problem">Why it can't be used; null if it can.</param>
public sealed record SqliteInspection(long? Version, string? Problem)
{
    /// <summary>The schema version that this release makes and needs.</summary>
    public static long Needed => Migrations.NewestVersion;

    /// <summary>Looks.</summary>
    /// <param name="path">The path of the file.</param>
    public static SqliteInspection Of(string path)
    {
        if (DatabasePlace.FaultOf(Path.GetFullPath(path)) is { } fault)
            return new SqliteInspection(null, fault);
        if (!File.Exists(path))
            return new SqliteInspection(null, null);
        try
        {
            using var session = Session.OpenToRead(path);
            var version = session.Count("PRAGMA user_version");
            if (version > Needed)
                return new SqliteInspection(version, $"a newer release wrote it: schema version {version}, and this release knows up to {Needed}");
            return version == 0 && session.Count("SELECT count(*) FROM sqlite_master") > 0
                ? new SqliteInspection(version, "it belongs to another program")
                : new SqliteInspection(version, null);
        }
        catch (SqliteException exception)
        {
            return new SqliteInspection(null, $"it can't be read: {exception.Message.TrimEnd('.')}");
        }
    }
}
