using System.Runtime.CompilerServices;
using Activations.Secrets;
using Activations.Stores;
using Activations.Stores.Sqlite;
using Activations.Stores.Sqlite.Database;
using Microsoft.Extensions.Hosting;

namespace Activations.Robustness.Subject;

/// <summary>Makes the embedded store acknowledge what is not on the disk: it sets <c>PRAGMA synchronous</c> before the first write.</summary>
internal sealed class UnsyncedStore(IStore store, string level) : IHostedService
{
    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The store is ready by now. The pragma does nothing within a transaction, as all that the writer runs is.
        var sqlite = (SqliteStore)((SealedStore)store).Inner;
        SessionOf(WriterOf(sqlite)!).Execute($"PRAGMA synchronous = {level}");
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "writer")]
    private static extern ref GroupCommitWriter? WriterOf(SqliteStore store);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "session")]
    private static extern ref Session SessionOf(GroupCommitWriter writer);
}
