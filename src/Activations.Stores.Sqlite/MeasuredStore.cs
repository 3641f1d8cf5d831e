using System.Runtime.CompilerServices;
using Activations.Stores.Sqlite.Database;
using Activations.Telemetry;

namespace Activations.Stores.Sqlite;

/// <summary>The reads and writes of one kind of record; each call is measured.</summary>
/// <param name="store">The store.</param>
/// <param name="operations">What measures.</param>
internal sealed class MeasuredStore(SqliteStore store, StoreOperations operations)
{
    public Task<T> ReadAsync<T>(
        Func<Session, T> read, CancellationToken cancellationToken, [CallerMemberName] string method = "") =>
        operations.MeasureAsync(method, () => store.ReadAsync(read, cancellationToken));

    public Task<T> WriteAsync<T>(
        Func<Session, T> write, CancellationToken cancellationToken, [CallerMemberName] string method = "") =>
        operations.MeasureAsync(method, () => store.WriteAsync(write, cancellationToken));
}
