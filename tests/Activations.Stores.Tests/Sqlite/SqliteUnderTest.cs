using Activations.Stores.Sqlite;
using Activations.Stores.Tests.Suite;

namespace Activations.Stores.Tests.Sqlite;

/// <summary>A SQLite store in a folder of its own.</summary>
internal sealed class SqliteUnderTest : IStoreUnderTest
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("activations-");
    private readonly int batchLimit;

    private SqliteUnderTest(int batchLimit)
    {
        this.batchLimit = batchLimit;
        SqliteStore = Open();
    }

    public IStore Store => SqliteStore;

    public SqliteStore SqliteStore { get; private set; }

    /// <summary>The database file.</summary>
    public string Path => System.IO.Path.Combine(folder.FullName, "activations.db");

    public static async ValueTask<SqliteUnderTest> CreateAsync(
        CancellationToken cancellationToken, int batchLimit = 512)
    {
        var underTest = new SqliteUnderTest(batchLimit);
        await underTest.Store.PrepareAsync(cancellationToken);
        return underTest;
    }

    public async Task ReopenAsync()
    {
        await SqliteStore.DisposeAsync();
        SqliteStore = Open();
        await SqliteStore.PrepareAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await SqliteStore.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private SqliteStore Open() => new(new SqliteStoreOptions { Path = Path, BatchLimit = batchLimit });
}
