using Activations.Grpc.Tests.Service;
using Activations.Stores.Mongo;
using Activations.Stores.Tests.Suite;
using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.Core.Events;

namespace Activations.Stores.Tests.Mongo;

/// <summary>A database of the test's own.</summary>
internal sealed class MongoUnderTest : IStoreUnderTest
{
    private readonly string server;
    private readonly MongoStoreOptions options;

    private MongoUnderTest(string server, string connectionString, Action<CommandStartedEvent>? watch)
    {
        this.server = server;
        options = new MongoStoreOptions
        {
            ConnectionString = connectionString,
            Database = $"activations_{Guid.NewGuid():N}",
            WatchCommands = watch,
        };
        Store = Open();
    }

    public IStore Store { get; private set; }

    /// <summary>Makes one; where there is no MongoDB, the test is skipped.</summary>
    /// <param name="atHand">The MongoDB.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="through">Makes the store's connection string from that of the MongoDB.</param>
    /// <param name="watch">Is shown each command of the store.</param>
    public static async Task<MongoUnderTest> CreateAsync(
        MongoDbAtHand atHand,
        CancellationToken cancellationToken,
        Func<string, string>? through = null,
        Action<CommandStartedEvent>? watch = null)
    {
        if (await atHand.FindAsync() is not { } server)
        {
            Assert.Skip(MongoDbAtHand.SkipReason);
            return null!;
        }

        var underTest = new MongoUnderTest(server, through?.Invoke(server) ?? server, watch);
        await underTest.Store.PrepareAsync(cancellationToken);
        return underTest;
    }

    public async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = Open();
        await Store.PrepareAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        using var client = new MongoClient(server);
        await client.DropDatabaseAsync(options.Database);
    }

    /// <summary>Changes a document behind the store's back.</summary>
    public async Task UpdateAsync(string collection, string id, BsonDocument update)
    {
        using var client = new MongoClient(server);
        var result = await client.GetDatabase(options.Database).GetCollection<BsonDocument>(collection)
            .UpdateOneAsync(new BsonDocument("_id", id), update);
        Assert.Equal(1, result.MatchedCount);
    }

    /// <summary>Stores documents behind the store's back.</summary>
    public async Task InsertAsync(string collection, IEnumerable<BsonDocument> documents)
    {
        using var client = new MongoClient(server);
        await client.GetDatabase(options.Database).GetCollection<BsonDocument>(collection).InsertManyAsync(documents);
    }

    /// <summary>Removes a document behind the store's back.</summary>
    public async Task RemoveAsync(string collection, string id)
    {
        using var client = new MongoClient(server);
        var result = await client.GetDatabase(options.Database).GetCollection<BsonDocument>(collection)
            .DeleteOneAsync(new BsonDocument("_id", id));
        Assert.Equal(1, result.DeletedCount);
    }

    /// <summary>Reads a document behind the store's back.</summary>
    public async Task<BsonDocument> ReadAsync(string collection, string id)
    {
        using var client = new MongoClient(server);
        return await client.GetDatabase(options.Database).GetCollection<BsonDocument>(collection)
            .Find(new BsonDocument("_id", id)).SingleAsync();
    }

    /// <summary>Runs a command behind the store's back.</summary>
    public async Task<BsonDocument> RunAsync(BsonDocument command)
    {
        using var client = new MongoClient(server);
        return await client.GetDatabase(options.Database).RunCommandAsync<BsonDocument>(command);
    }

    private MongoStore Open() => new(options, TimeProvider.System);
}
