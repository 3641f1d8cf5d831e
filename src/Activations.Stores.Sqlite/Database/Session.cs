using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Activations.Stores.Sqlite.Database;

/// <summary>
/// One connection to the database, with its statements prepared once. For one thread at a time. Parameters are named
/// <c>$1</c>, <c>$2</c>, … in the order in which they are given.
/// </summary>
internal sealed class Session : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Dictionary<string, SqliteCommand> commands = [];

    private Session(SqliteConnection connection) => this.connection = connection;

    /// <summary>Is told each statement before it runs, if somebody listens.</summary>
    public Action<string>? Running { get; set; }

    /// <summary>Whether a transaction is open: some errors (a full disk among them) roll it back by themselves.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    /// <summary>Whether the database can only be read: SQLite opens a file that it may not write without a word.</summary>
    public bool IsReadOnly => raw.sqlite3_db_readonly(Handle, "main") == 1;

    /// <summary>For SQLite's own functions.</summary>
    public sqlite3 Handle => connection.Handle!;

    /// <summary>Opens the database of a service.</summary>
    public static Session Open(string path)
    {
        var session = Open(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            session.Execute("PRAGMA journal_mode = WAL");
            session.Execute("PRAGMA synchronous = FULL"); // G1: a commit returns after its fsync
            session.Execute("PRAGMA foreign_keys = ON");
            session.Execute("PRAGMA secure_delete = ON"); // what was sealed with a key that is retired is not left in the file
            session.Execute("PRAGMA cache_size = -16384"); // KiB
            return session;
        }
        catch (SqliteException)
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Opens a database that is there, whoever uses it, and writes nothing to it.</summary>
    public static Session OpenToRead(string path) => Open(path, SqliteOpenMode.ReadOnly);

    /// <summary>Opens a file that becomes a copy of a database. It is synced as a whole when it is complete.</summary>
    public static Session OpenToCopyTo(string path)
    {
        var session = Open(path, SqliteOpenMode.ReadWrite);
        session.Execute("PRAGMA synchronous = OFF");
        return session;
    }

    /// <summary>Runs a statement that answers no rows; answers how many rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> parameters) =>
        Prepare(sql, parameters).ExecuteNonQuery();

    /// <summary>Runs a script of several statements, once.</summary>
    public void ExecuteScript(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Makes a function available to the statements of this session.</summary>
    public void AddFunction(string name, Func<string, string> function) =>
        connection.CreateFunction(name, function, isDeterministic: true);

    /// <summary>How SQLite runs each statement that was prepared so far: a statement, and a step of its plan.</summary>
    public ILookup<string, string> ExplainPrepared()
    {
        var plans = new List<(string Statement, string Step)>();
        foreach (var (sql, prepared) in commands.Where(c => !c.Key.StartsWith("PRAGMA", StringComparison.Ordinal)))
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"EXPLAIN QUERY PLAN {sql}";
            foreach (SqliteParameter parameter in prepared.Parameters)
                command.Parameters.Add(new SqliteParameter { ParameterName = parameter.ParameterName, Value = DBNull.Value });
            using var reader = command.ExecuteReader();
            while (reader.Read())
                plans.Add((sql, reader.GetString(3)));
        }

        return plans.ToLookup(p => p.Statement, p => p.Step);
    }

    /// <summary>Reads every row of a query.</summary>
    /// <exception cref="UnreadableRowException">A value is not what was stored.</exception>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> parameters)
    {
        using var reader = Prepare(sql, parameters).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(Read(reader, read));
        return rows;
    }

    /// <summary>Reads a whole number from the first row of a query.</summary>
    public long Count(string sql, params ReadOnlySpan<object?> parameters) =>
        Convert.ToInt64(Prepare(sql, parameters).ExecuteScalar(), CultureInfo.InvariantCulture);

    /// <summary>Runs several reads that all see the database as it is at the first one (G4).</summary>
    public T InSnapshot<T>(Func<Session, T> read)
    {
        Execute("BEGIN");
        try
        {
            return read(this);
        }
        finally
        {
            if (IsInTransaction)
                Execute("COMMIT");
        }
    }

    public void Dispose()
    {
        foreach (var command in commands.Values)
            command.Dispose();
        connection.Dispose();
    }

    private static T Read<T>(SqliteDataReader row, Func<SqliteDataReader, T> read)
    {
        try
        {
            return read(row);
        }
        catch (Exception exception) when (
            exception is FormatException or JsonException or KeyNotFoundException
                or InvalidCastException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            throw new UnreadableRowException(exception);
        }
    }

    private static Session Open(string path, SqliteOpenMode mode)
    {
        var connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 5, // seconds; the lock file keeps other services away, a person's sqlite3 may still hold a lock
        };
        var connection = new SqliteConnection(connectionString.ToString());
        try
        {
            connection.Open();
            return new Session(connection);
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<object?> parameters)
    {
        Running?.Invoke(sql);
        if (!commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 1; i <= parameters.Length; i++)
                command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
            commands.Add(sql, command);
        }

        for (var i = 0; i < parameters.Length; i++)
            command.Parameters[i].Value = parameters[i] ?? DBNull.Value;
        return command;
    }
}
