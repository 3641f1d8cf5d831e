using Activations.Grpc.Tests.Service;
using Activations.Stores.Tests.Suite;

namespace Activations.Stores.Tests.Mongo;

public sealed class MongoStoreTests(MongoDbAtHand atHand) : StoreSuite
{
    protected override async ValueTask<IStoreUnderTest> CreateAsync(CancellationToken cancellationToken) =>
        await MongoUnderTest.CreateAsync(atHand, cancellationToken);
}
