using Activations.Telemetry;

namespace Activations.Stores.Sqlite;

/// <summary>How the embedded store is set up.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>The path of the database file. The file and its folder are created when they are absent.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// Whether the store is only read: a database that is there, at this release's schema version, whoever else uses it.
    /// </summary>
    public bool IsReadOnly { get; init; }

    /// <summary>
    /// How many writes are committed together at most, 1–10,000. Only writes that wait at the same time are; 1 makes
    /// every write a transaction, and an fsync, of its own.
    /// </summary>
    public int BatchLimit { get; init; } = 512;

    /// <summary>
    /// Is told, once, what SQLite finds wrong with the file. From then on nothing is written; what is not damaged can be read.
    /// </summary>
    public Action<string>? ReportDamage { get; init; }

    /// <summary>What measures the store's calls; null for nothing.</summary>
    public Instruments? Instruments { get; init; }
}
