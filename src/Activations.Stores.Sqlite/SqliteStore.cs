using Activations.Access;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Hubs;
using Activations.Integrations;
using Activations.Stores.Sqlite.Access;
using Activations.Stores.Sqlite.Backups;
using Activations.Stores.Sqlite.Database;
using Activations.Stores.Sqlite.EndUsers;
using Activations.Stores.Sqlite.Hubs;
using Activations.Stores.Sqlite.Integrations;
using Activations.Telemetry;
using Microsoft.Data.Sqlite;

namespace Activations.Stores.Sqlite;

/// <summary>
/// The embedded store: one SQLite file in WAL mode with <c>synchronous=FULL</c>, one writer that commits in groups,
/// pooled readers. One service at a time.
/// </summary>
public sealed class SqliteStore : IStore
{
    private readonly SqliteStoreOptions options;
    private readonly string path;
    private readonly SqliteFailures failures;
    private FileLock? fileLock;
    private GroupCommitWriter? writer;
    private SessionPool? readers;

    /// <summary>Sets the store up; nothing is opened before <see cref="PrepareAsync"/>.</summary>
    /// <param name="options">Where it is.</param>
    public SqliteStore(SqliteStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        path = Path.GetFullPath(options.Path);
        failures = new SqliteFailures(options.ReportDamage);
        Hubs = new SqliteHubs(Measured("hubs"));
        Integrations = new SqliteIntegrations(Measured("integrations"));
        EndUsers = new SqliteEndUsers(Measured("end_users"));
        ApiKeys = new SqliteApiKeys(Measured("api_keys"));
        SigningKeys = new SqliteSigningKeys(Measured("signing_keys"));
    }

    /// <inheritdoc />
    public IHubStore Hubs { get; }

    /// <inheritdoc />
    public IIntegrationStore Integrations { get; }

    /// <inheritdoc />
    public IEndUserStore EndUsers { get; }

    /// <inheritdoc />
    public IApiKeyStore ApiKeys { get; }

    /// <inheritdoc />
    public ISigningKeyStore SigningKeys { get; }

    /// <summary>The full path of the database file.</summary>
    public string FilePath => path;

    /// <summary>How many transactions were committed since the store was opened, each with one fsync.</summary>
    public long CommitCount => Writer.CommitCount;

    /// <summary>How many writes wait for the writer at present.</summary>
    public int QueuedWrites => writer?.QueuedWrites ?? 0;

    private GroupCommitWriter Writer =>
        writer ?? throw new StoreUnavailableException("The store is not ready yet.");

    private SessionPool Readers =>
        readers ?? throw new StoreUnavailableException("The store is not ready yet.");

    /// <inheritdoc />
    public Task PrepareAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (options.IsReadOnly)
            readers ??= new SessionPool(path, failures, Session.OpenToRead);
        if (writer is not null || options.IsReadOnly)
            return Task.CompletedTask;
        DatabaseFiles.CreateFolderOf(path);
        fileLock ??= FileLock.Acquire(path);
        Session? session = null;
        try
        {
            SqliteRestore.Finish(path);
            if (!File.Exists(path))
                DatabaseFiles.Create(path);
            session = Session.Open(path);
            if (session.IsReadOnly)
                throw new StoreUnusableException($"The database '{path}' can't be written: it, or the file system that it is on, is read-only.");
            Migrations.Apply(session);
            readers = new SessionPool(path, failures, Session.Open);
            writer = new GroupCommitWriter(session, failures, options.BatchLimit);
            return Task.CompletedTask;
        }
        catch (Exception exception) when (exception is SqliteException or StoreUnusableException or IOException or UnauthorizedAccessException)
        {
            session?.Dispose();
            fileLock.Dispose();
            fileLock = null;
            if (exception is StoreUnusableException)
                throw;
            throw new StoreUnusableException(
                SqliteFailures.IsDamage(exception)
                    ? $"The database '{path}' is damaged: {exception.Message} Restore a backup: 'restore --replace <file>'."
                    : $"The database '{path}' can't be opened: {exception.Message}",
                exception);
        }
    }

    /// <inheritdoc />
    public async Task PingAsync(CancellationToken cancellationToken)
    {
        failures.ThrowIfDamaged();
        await ReadAsync(session => session.Count("PRAGMA user_version"), cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        writer?.Dispose();
        readers?.Dispose();
        fileLock?.Dispose();
        (writer, readers, fileLock) = (null, null, null);
        return ValueTask.CompletedTask;
    }

    /// <summary>Is told each statement before it runs, if somebody listens.</summary>
    internal Action<string>? Running { get; set; }

    /// <summary>The value of a pragma on the connection that writes.</summary>
    internal Task<string> ReadPragmaAsync(string name) => WriteAsync(
        session => session.Query($"PRAGMA {name}", row => row.GetString(0))[0], CancellationToken.None);

    /// <summary>The plans of the statements that the session which reads next has prepared, and of those that write.</summary>
    internal async Task<IEnumerable<IGrouping<string, string>>> ExplainAsync()
    {
        var reads = await ReadAsync(session => session.ExplainPrepared(), CancellationToken.None);
        return reads.Concat(await WriteAsync(session => session.ExplainPrepared(), CancellationToken.None));
    }

    internal Task<T> ReadAsync<T>(Func<Session, T> read, CancellationToken cancellationToken) =>
        Readers.ReadAsync(Observed(read), cancellationToken);

    internal async Task<T> WriteAsync<T>(Func<Session, T> write, CancellationToken cancellationToken)
    {
        failures.ThrowIfDamaged();
        return await Writer.WriteAsync(Observed(write), cancellationToken);
    }

    private MeasuredStore Measured(string table) =>
        new(this, new StoreOperations(options.Instruments, "sqlite", table, hasSpans: true));

    private Func<Session, T> Observed<T>(Func<Session, T> use) => Running is not { } running
        ? use
        : session =>
        {
            session.Running = running;
            try
            {
                return use(session);
            }
            finally
            {
                session.Running = null;
            }
        };
}
