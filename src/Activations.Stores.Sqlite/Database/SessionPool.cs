using System.Collections.Concurrent;

namespace Activations.Stores.Sqlite.Database;

/// <summary>The sessions that read. Each is used by one caller at a time and kept for the next.</summary>
internal sealed class SessionPool(string path, SqliteFailures failures, Func<string, Session> open) : IDisposable
{
    private readonly ConcurrentBag<Session> idle = [];

    /// <summary>Reads; several queries see one state of the database (G4).</summary>
    public Task<T> ReadAsync<T>(Func<Session, T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var session = idle.TryTake(out var kept) ? kept : open(path);
            // A session is not put back after a failure: it is closed, and the next caller gets a fresh one.
            T result;
            try
            {
                result = session.InSnapshot(read);
            }
            catch
            {
                session.Dispose();
                throw;
            }

            idle.Add(session);
            return Task.FromResult(result);
        }
        catch (Exception exception) when (SqliteFailures.Concerns(exception))
        {
            return Task.FromException<T>(failures.Translate(exception));
        }
    }

    public void Dispose()
    {
        while (idle.TryTake(out var session))
            session.Dispose();
    }
}
