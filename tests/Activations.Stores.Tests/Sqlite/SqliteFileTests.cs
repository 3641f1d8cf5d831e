using Activations.Stores.Sqlite;
using Microsoft.Data.Sqlite;

namespace Activations.Stores.Tests.Sqlite;

/// <summary>What only an embedded store has to do: durable settings, one service per file, versions in the file.</summary>
public sealed class SqliteFileTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_live_connection_syncs_each_commit_of_a_write_ahead_log()
    {
        await using var store = await SqliteUnderTest.CreateAsync(Cancellation);

        Assert.Equal("2", await store.SqliteStore.ReadPragmaAsync("synchronous")); // FULL
        Assert.Equal("wal", await store.SqliteStore.ReadPragmaAsync("journal_mode"));
    }

    [Fact]
    public async Task A_second_store_on_the_same_file_is_refused_until_the_first_is_closed()
    {
        await using var first = await SqliteUnderTest.CreateAsync(Cancellation);
        await using (var second = new SqliteStore(new SqliteStoreOptions { Path = first.Path }))
            await Assert.ThrowsAsync<StoreUnusableException>(() => second.PrepareAsync(Cancellation));

        await first.SqliteStore.DisposeAsync();
        await using var third = new SqliteStore(new SqliteStoreOptions { Path = first.Path });
        await third.PrepareAsync(Cancellation);
    }

    [Theory]
    [InlineData("PRAGMA user_version = 9999", "newer release")]
    [InlineData("CREATE TABLE somebody_elses (a); PRAGMA user_version = 0", "another program")]
    public async Task A_file_that_is_not_this_releases_is_refused(string sql, string message)
    {
        using var folder = new DisposableFolder();
        var path = Path.Combine(folder.Path, "x.db");
        await using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await connection.OpenAsync(Cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        await using var store = new SqliteStore(new SqliteStoreOptions { Path = path });
        var exception = await Assert.ThrowsAsync<StoreUnusableException>(() => store.PrepareAsync(Cancellation));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    private sealed class DisposableFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("activations-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
