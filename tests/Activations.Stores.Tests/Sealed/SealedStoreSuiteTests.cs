using Activations.Grpc.Tests.Service;
using Activations.Stores.Tests.Mongo;
using Activations.Stores.Tests.Sqlite;
using Activations.Stores.Tests.Suite;

namespace Activations.Stores.Tests.Sealed;

/// <summary>A sealed store keeps every guarantee of the store behind it.</summary>
public sealed class SealedSqliteSuiteTests : StoreSuite
{
    protected override async ValueTask<IStoreUnderTest> CreateAsync(CancellationToken cancellationToken) =>
        new SealedUnderTest(await SqliteUnderTest.CreateAsync(cancellationToken));
}

/// <summary>A sealed store keeps every guarantee of the store behind it.</summary>
public sealed class SealedMongoSuiteTests(MongoDbAtHand atHand) : StoreSuite
{
    protected override async ValueTask<IStoreUnderTest> CreateAsync(CancellationToken cancellationToken) =>
        new SealedUnderTest(await MongoUnderTest.CreateAsync(atHand, cancellationToken));
}
