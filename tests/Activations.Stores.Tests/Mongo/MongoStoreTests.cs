using Activations.Grpc.Tests.Service;
using Activations.Stores.Mongo;
using Activations.Stores.Tests.Suite;
using MongoDB.Driver;

namespace Activations.Stores.Tests.Mongo;

public sealed class MongoStoreTests(MongoDbAtHand atHand) : StoreSuite
{
    protected override async ValueTask<IStoreUnderTest> CreateAsync(CancellationToken cancellationToken)
    {
        if (await atHand.FindAsync() is not { } connectionString)
        {
            Assert.Skip(MongoDbAtHand.SkipReason);
            return null!;
        }

        var underTest = new MongoUnderTest(connectionString);
        await underTest.Store.PrepareAsync(cancellationToken);
        return underTest;
    }

    /// <summary>A database of the test's own.</summary>
    private sealed class MongoUnderTest : IStoreUnderTest
    {
        private readonly MongoStoreOptions options;

        public MongoUnderTest(string connectionString)
        {
            options = new MongoStoreOptions
            {
                ConnectionString = connectionString,
                Database = $"activations_{Guid.NewGuid():N}",
            };
            Store = Open();
        }

        public IStore Store { get; private set; }

        public async Task ReopenAsync()
        {
            await Store.DisposeAsync();
            Store = Open();
            await Store.PrepareAsync(TestContext.Current.CancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await Store.DisposeAsync();
            using var client = new MongoClient(options.ConnectionString);
            await client.DropDatabaseAsync(options.Database);
        }

        private MongoStore Open() => new(options, TimeProvider.System);
    }
}
