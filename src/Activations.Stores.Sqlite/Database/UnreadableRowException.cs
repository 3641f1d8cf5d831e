namespace Activations.Stores.Sqlite.Database;

/// <summary>A row holds what the store never wrote: a page was damaged where SQLite has no structure that it could check.</summary>
/// <param name="cause">What is wrong with the value.</param>
internal sealed class UnreadableRowException(Exception cause) : Exception("A stored value can't be read.", cause);
