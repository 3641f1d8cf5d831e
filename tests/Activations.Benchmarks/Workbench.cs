using Activations.Stores;
using Activations.Stores.Mongo;
using Activations.Stores.Sqlite;
using MongoDB.Driver;

namespace Activations.Benchmarks;

/// <summary>Where the stores of a benchmark are: a folder or databases of its own, gone afterwards.</summary>
internal sealed class Workbench(string provider) : IDisposable
{
    public const string Sqlite = "sqlite";
    public const string MongoDb = "mongodb";

    private const string ConnectionStringVariable = "ACTIVATIONS_TEST_MONGODB";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("activations-benchmark-");
    private readonly string databasePrefix = $"benchmark_{Guid.NewGuid():N}_";
    private readonly HashSet<string> databases = [];

    /// <summary>The store that the command line asks for; null if it asks for something else.</summary>
    public static string? TryReadStore(string[] args) => args switch
    {
        [_] => Sqlite,
        [_, "--store", Sqlite or MongoDb] => args[2],
        _ => null,
    };

    private static string ConnectionString => Environment.GetEnvironmentVariable(ConnectionStringVariable)
        ?? throw new InvalidOperationException($"Set {ConnectionStringVariable} to a connection string.");

    /// <summary>The folder, for whatever else.</summary>
    public string Folder => folder.FullName;

    /// <summary>The path of an SQLite database.</summary>
    public string PathOf(string name) => Path.Combine(folder.FullName, $"{name}.db");

    /// <summary>A store that is ready, directly.</summary>
    public async Task<IStore> OpenAsync(string name)
    {
        IStore store = provider == Sqlite
            ? new SqliteStore(new SqliteStoreOptions { Path = PathOf(name) })
            : new MongoStore(
                new MongoStoreOptions { ConnectionString = ConnectionString, Database = DatabaseOf(name) }, TimeProvider.System);
        await store.PrepareAsync(CancellationToken.None);
        return store;
    }

    /// <summary>The command line of a service on that store.</summary>
    public string[] ArgumentsFor(string name) =>
    [
        "--Logging:LogLevel:Default=Warning",
        $"--Activations:Store:Provider={provider}",
        .. provider == Sqlite
            ? new[] { $"--Activations:Store:Sqlite:Path={PathOf(name)}" }
            : [
                $"--Activations:Store:MongoDb:ConnectionString={ConnectionString}",
                $"--Activations:Store:MongoDb:Database={DatabaseOf(name)}",
            ],
    ];

    public void Dispose()
    {
        folder.Delete(recursive: true);
        if (databases.Count == 0)
            return;
        using var client = new MongoClient(ConnectionString);
        foreach (var database in databases)
            client.DropDatabase(database);
    }

    private string DatabaseOf(string name)
    {
        var database = databasePrefix + name;
        databases.Add(database);
        return database;
    }
}
