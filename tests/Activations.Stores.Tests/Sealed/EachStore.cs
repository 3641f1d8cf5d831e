using Activations.Grpc.Tests.Service;
using Activations.Stores.Tests.Mongo;
using Activations.Stores.Tests.Sqlite;
using Activations.Stores.Tests.Suite;

namespace Activations.Stores.Tests.Sealed;

public sealed class SealedSqliteStoreTests : SealedStoreTests
{
    protected override async ValueTask<IStoreUnderTest> CreateAsync(CancellationToken cancellationToken) =>
        await SqliteUnderTest.CreateAsync(cancellationToken);
}

public sealed class SealedMongoStoreTests(MongoDbAtHand atHand) : SealedStoreTests
{
    protected override async ValueTask<IStoreUnderTest> CreateAsync(CancellationToken cancellationToken) =>
        await MongoUnderTest.CreateAsync(atHand, cancellationToken);
}

public sealed class SqliteSecretRotationTests : SecretRotationTests
{
    protected override async ValueTask<IStoreUnderTest> CreateAsync(CancellationToken cancellationToken) =>
        await SqliteUnderTest.CreateAsync(cancellationToken);
}

public sealed class MongoSecretRotationTests(MongoDbAtHand atHand) : SecretRotationTests
{
    protected override async ValueTask<IStoreUnderTest> CreateAsync(CancellationToken cancellationToken) =>
        await MongoUnderTest.CreateAsync(atHand, cancellationToken);
}
