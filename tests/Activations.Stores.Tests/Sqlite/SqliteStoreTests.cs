using Activations.Stores.Tests.Suite;

namespace Activations.Stores.Tests.Sqlite;

public sealed class SqliteStoreTests : StoreSuite
{
    protected override async ValueTask<IStoreUnderTest> CreateAsync(CancellationToken cancellationToken) =>
        await SqliteUnderTest.CreateAsync(cancellationToken);
}
