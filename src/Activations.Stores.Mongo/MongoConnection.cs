using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using Activations.Errors;
using Activations.Telemetry;
using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.Core.Events;

namespace Activations.Stores.Mongo;

/// <summary>The connection to the database, with the settings that the store's guarantees rest on.</summary>
internal sealed class MongoConnection : IAsyncDisposable
{
    private const int MaxDatabaseNameBytes = 63;

    private static readonly BsonDocument Ping = new("ping", 1);

    private static readonly SearchValues<char> NotInDatabaseNames = SearchValues.Create("/\\. \"$*<>:|?\0");

    private readonly string databaseName;
    private readonly Action<CommandStartedEvent>? watchCommands;
    private readonly Lazy<MongoClient> client;
    private readonly MongoPresence presence;
    private readonly Instruments? instruments;
    private readonly ConcurrentDictionary<string, StoreOperations> operations = [];
    private bool isDisposed;

    public MongoConnection(MongoStoreOptions options, TimeProvider time)
    {
        databaseName = options.Database;
        watchCommands = options.WatchCommands;
        instruments = options.Instruments;
        ThrowIfUnusable(databaseName);
        Settings = ReadSettings(options.ConnectionString);
        // A mongodb+srv:// string asks the name server, which may fail now and work later: nothing of that is kept.
        client = new Lazy<MongoClient>(CreateClient, LazyThreadSafetyMode.PublicationOnly);
        presence = new MongoPresence(AskAsync, time);
    }

    /// <summary>What is in force of the connection string.</summary>
    public ConnectionSettings Settings { get; }

    /// <summary>Whether the database is known not to answer.</summary>
    public bool IsAway => presence.IsAway;

    /// <summary>The database. Can throw what the driver throws.</summary>
    public IMongoDatabase Database => client.Value.GetDatabase(databaseName);

    /// <summary>A collection. Can throw what the driver throws.</summary>
    public IMongoCollection<BsonDocument> Collection(string name) => Database.GetCollection<BsonDocument>(name);

    /// <summary>What measures the calls that concern a collection; spans are the driver's own.</summary>
    public StoreOperations OperationsOn(string name) => operations.GetOrAdd(
        name, static (collection, instruments) => new StoreOperations(instruments, "mongodb", collection, hasSpans: false), instruments);

    /// <summary>Begins to watch whether the database answers.</summary>
    public void Watch() => presence.Watch();

    /// <summary>
    /// Calls the driver; what it throws comes out as the domain's exceptions, and the call ends when it turns out that the
    /// database does not answer.
    /// </summary>
    public Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        presence.CallAsync(call, cancellationToken);

    /// <summary>Finds out whether the database answers.</summary>
    public Task PingAsync(CancellationToken cancellationToken) => CallAsync(PingDriverAsync, cancellationToken);

    /// <summary>Makes calls of the operator's, who is told where and why one fails.</summary>
    /// <exception cref="StoreUnavailableException">One failed; it has the detail.</exception>
    public async Task<T> ExplainAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (StoreUnavailableException exception) when (exception.Detail is null)
        {
            var cluster = client.IsValueCreated ? client.Value.Cluster.Description : null;
            throw new StoreUnavailableException(exception.Message, exception.InnerException)
            {
                Detail = MongoCause.Of(exception, cluster, Settings),
            };
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        await presence.DisposeAsync();
        if (!client.IsValueCreated)
            return;
        // Disposing of the client alone leaves its connections open, for others that share them; nobody shares ours.
        ClusterRegistry.Instance.UnregisterAndDisposeCluster(client.Value.Cluster);
        client.Value.Dispose();
    }

    /// <summary>Asks whatever is known of the database.</summary>
    private Task<BsonDocument> AskAsync(CancellationToken cancellationToken) =>
        MongoFailure.TranslateAsync(() => PingDriverAsync(cancellationToken), cancellationToken);

    private Task<BsonDocument> PingDriverAsync(CancellationToken cancellationToken) =>
        Database.RunCommandAsync<BsonDocument>(Ping, ReadPreference.Primary, cancellationToken);

    private MongoClient CreateClient()
    {
        try
        {
            return new MongoClient(ClientSettings());
        }
        catch (Exception exception) when (ConnectionStringFault.IsRefusal(exception))
        {
            // Everything that the string says was tried before: it is what the name server adds to it.
            throw new MongoConfigurationException("The client can't be made.", exception);
        }
    }

    private MongoClientSettings ClientSettings()
    {
        var settings = Settings.Read();
        // One of its own, so that the client can be disposed of.
        settings.ClusterConfigurator = cluster =>
        {
            if (watchCommands is not null)
                cluster.Subscribe(watchCommands);
            GC.KeepAlive(this);
        };
        return settings;
    }

    private static void ThrowIfUnusable(string databaseName)
    {
        if (databaseName.Length == 0
            || Encoding.UTF8.GetByteCount(databaseName) > MaxDatabaseNameBytes
            || databaseName.AsSpan().ContainsAny(NotInDatabaseNames))
        {
            throw new StoreUnusableException(
                $"MongoDB can't have a database of the given name: give 1–{MaxDatabaseNameBytes} bytes without any of / \\ . \" $ * < > : | ? and spaces.");
        }
    }

    private static ConnectionSettings ReadSettings(string connectionString)
    {
        if (ConnectionStringFault.Of(connectionString) is { } unreadable)
            throw new StoreUnusableException($"The MongoDB connection string can't be used: {unreadable}.");
        var settings = new ConnectionSettings(connectionString);
        return settings.Fault is { } fault
            ? throw new StoreUnusableException($"The MongoDB connection string can't be used: {fault}.")
            : settings;
    }
}
