using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Activations.Stores.Sqlite.Database;

/// <summary>
/// The one writer. It takes whatever writes are waiting and commits them as one transaction, so that many callers share
/// one fsync (group commit). A write that fails neither sinks its neighbours nor leaves half of itself (G2): the batch
/// is rolled back and run again with a savepoint for each write. A caller hears of success only after COMMIT has
/// returned (G1); if COMMIT fails, the whole batch has failed.
/// </summary>
internal sealed class GroupCommitWriter : IDisposable
{
    private readonly BlockingCollection<IWrite> queue = [];
    private readonly Session session;
    private readonly SqliteFailures failures;
    private readonly int batchLimit;
    private readonly Thread thread;

    public GroupCommitWriter(Session session, SqliteFailures failures, int batchLimit)
    {
        this.session = session;
        this.failures = failures;
        this.batchLimit = batchLimit;
        thread = new Thread(Run) { IsBackground = true, Name = "Activations SQLite writer" };
        thread.Start();
    }

    /// <summary>How many transactions were committed.</summary>
    public long CommitCount { get; private set; }

    /// <summary>How many writes wait.</summary>
    public int QueuedWrites => queue.Count;

    /// <summary>
    /// Queues a write and waits for its commit. One that is cancelled before its turn is not begun; one that has begun goes on
    /// without its caller (G8).
    /// </summary>
    public async Task<T> WriteAsync<T>(Func<Session, T> write, CancellationToken cancellationToken)
    {
        var item = new Write<T>(write, failures);
        await using var registration = cancellationToken.Register(() => item.Cancel(cancellationToken));
        Enqueue(item);
        return await item.Completion;
    }

    public void Dispose()
    {
        queue.CompleteAdding();
        thread.Join();
        queue.Dispose();
        session.Dispose();
    }

    private void Enqueue(IWrite item)
    {
        try
        {
            queue.Add(item, CancellationToken.None);
        }
        catch (InvalidOperationException exception)
        {
            throw new Errors.StoreUnavailableException("The store is closing.", exception);
        }
    }

    private void Run()
    {
        var batch = new List<IWrite>(batchLimit);
        foreach (var first in queue.GetConsumingEnumerable())
        {
            var next = first;
            do
            {
                if (next.TryBegin())
                    batch.Add(next);
            }
            while (batch.Count < batchLimit && queue.TryTake(out next));

            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<IWrite> batch)
    {
        if (batch.Count == 0)
            return;
        try
        {
            if (!TryRunTogether(batch))
                RunEachInItsSavepoint(batch);
            session.Execute("COMMIT");
            CommitCount++;
        }
        catch (SqliteException exception)
        {
            RollBack();
            foreach (var write in batch)
                write.Fail(failures.Translate(exception));
            return;
        }

        foreach (var write in batch)
            write.Complete();
    }

    /// <summary>Savepoints cost about as much as the writes themselves, and failures are rare.</summary>
    private bool TryRunTogether(List<IWrite> batch)
    {
        session.Execute("BEGIN IMMEDIATE");
        foreach (var write in batch)
        {
            if (write.TryRun(session))
                continue;
            RollBack();
            return false;
        }

        return true;
    }

    private void RunEachInItsSavepoint(List<IWrite> batch)
    {
        session.Execute("BEGIN IMMEDIATE");
        foreach (var write in batch)
        {
            session.Execute("SAVEPOINT item");
            if (!write.TryRun(session))
                session.Execute("ROLLBACK TO item"); // fails, and the batch with it, if SQLite has rolled back everything
            session.Execute("RELEASE item");
        }
    }

    private void RollBack()
    {
        try
        {
            if (session.IsInTransaction)
                session.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // The batch has failed already; SQLite rolls back what is left when the next transaction begins.
        }
    }

    private interface IWrite
    {
        bool TryBegin();

        bool TryRun(Session session);

        void Complete();

        void Fail(Exception exception);
    }

    private sealed class Write<T>(Func<Session, T> write, SqliteFailures failures) : IWrite
    {
        private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int begun;
        private T? result;
        private Exception? failure;

        public Task<T> Completion => completion.Task;

        public void Cancel(CancellationToken cancellationToken)
        {
            TryBegin(); // so that the writer passes it over, if it has not begun it yet
            completion.TrySetCanceled(cancellationToken);
        }

        public bool TryBegin() => Interlocked.Exchange(ref begun, 1) == 0;

        public bool TryRun(Session session)
        {
            try
            {
                failure = null;
                result = write(session);
                return true;
            }
            catch (Exception exception)
            {
                // Whatever it is belongs to the caller of this write, who awaits it; the writer goes on.
                failure = SqliteFailures.Concerns(exception) ? failures.Translate(exception) : exception;
                return false;
            }
        }

        public void Complete()
        {
            if (failure is null)
                completion.TrySetResult(result!);
            else
                completion.TrySetException(failure);
        }

        public void Fail(Exception exception) => completion.TrySetException(failure ?? exception);
    }
}
