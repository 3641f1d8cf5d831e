namespace Activations.Stores.Sqlite.Backups;

/// <summary>What was backed up or restored.</summary>
/// <param name="Path">The full path of the file that was written.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Contents">What is in it.</param>
public sealed record BackupSummary(string Path, long Bytes, BackupContents Contents);

/// <summary>How much of what is in a backup.</summary>
/// <param name="SchemaVersion">The version of its schema.</param>
/// <param name="Hubs">How many hubs, those that were deleted too.</param>
/// <param name="Integrations">How many integrations, those that were deleted too.</param>
/// <param name="EndUsers">How many end users.</param>
/// <param name="Activations">How many activations.</param>
public sealed record BackupContents(long SchemaVersion, long Hubs, long Integrations, long EndUsers, long Activations);
