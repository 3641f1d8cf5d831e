using System.Runtime.Versioning;
using Activations.Access;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Stores.Sqlite;
using Activations.Stores.Sqlite.Database;
using Activations.Stores.Tests.Suite;
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

    /// <summary>What a damaged row throws is an outage; the same from anywhere else is a defect, which must not look like one.</summary>
    [Fact]
    public async Task Only_what_is_wrong_with_a_row_is_a_failure_of_the_store()
    {
        await using var store = await SqliteUnderTest.CreateAsync(Cancellation);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.SqliteStore.WriteAsync(
            session => session.Query("SELECT 'x'", row => row.GetId<HubId>(0)), Cancellation));
        await Assert.ThrowsAsync<FormatException>(() => store.SqliteStore.WriteAsync<int>(
            _ => throw new FormatException(), Cancellation));
        await Assert.ThrowsAsync<FormatException>(() => store.SqliteStore.ReadAsync<int>(
            _ => throw new FormatException(), Cancellation));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task The_files_are_their_owners_alone()
    {
        await using var store = await SqliteUnderTest.CreateAsync(Cancellation);

        foreach (var path in new[] { store.Path, store.Path + ".lock", store.Path + "-wal" })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    [Trait(StoreSuite.Guarantee, "G8")]
    public async Task A_write_that_has_begun_does_not_hold_its_caller_who_cancels_it_and_goes_on()
    {
        await using var store = await SqliteUnderTest.CreateAsync(Cancellation);
        var user = new Sample(new UlidSource(TimeProvider.System)).User();
        await using var other = new SqliteConnection($"Data Source={store.Path};Pooling=False");
        await other.OpenAsync(Cancellation);
        await using var hold = other.CreateCommand();
        hold.CommandText = "BEGIN IMMEDIATE";
        await hold.ExecuteNonQueryAsync(Cancellation);
        using var cancelling = new CancellationTokenSource();

        var adding = store.Store.EndUsers.AddAsync(user, cancelling.Token);
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adding.WaitAsync(TimeSpan.FromSeconds(3), Cancellation));
        hold.CommandText = "ROLLBACK";
        await hold.ExecuteNonQueryAsync(Cancellation);

        // It may have taken place or not; the writer goes on with the next one in either case.
        var added = await store.Store.EndUsers.AddAsync(user, Cancellation);
        var stored = await store.Store.EndUsers.LoadAsync(
            Reach.Everything, new EndUserLookup.ByKey(user.Key), EndUserParts.Profile, Cancellation);
        Assert.NotNull(stored);
        Assert.True(added || stored.Version == 1);
    }

    [Fact]
    public async Task A_write_that_fails_does_not_sink_those_it_is_committed_with()
    {
        await using var store = await SqliteUnderTest.CreateAsync(Cancellation);
        var users = store.Store.EndUsers;
        var make = new Sample(new UlidSource(TimeProvider.System));
        var all = Enumerable.Range(0, 64).Select(_ => make.User()).ToList();
        foreach (var user in all)
            Assert.True(await users.AddAsync(user, Cancellation));
        var same = make.Activation(); // its id can be stored once

        var saves = all.Select((user, i) => users.SaveAsync(
            make.Change(user, new EndUserEdit.AddActivation(i % 8 == 0 ? same : make.Activation())), Cancellation)).ToList();
        await Task.WhenAll(saves.Select(save => save.ContinueWith(_ => { }, TaskScheduler.Default)));

        Assert.Equal(57, saves.Count(save => save.IsCompletedSuccessfully && save.Result));
        Assert.Equal(57, await users.CountActivationsAsync(Reach.Everything, new ActivationFilter(Sample.Hub), Cancellation));
        foreach (var (user, save) in all.Zip(saves))
        {
            var stored = await users.LoadAsync(Reach.Everything, new EndUserLookup.ByKey(user.Key), EndUserParts.Profile, Cancellation);
            Assert.Equal(save.IsCompletedSuccessfully ? 2 : 1, stored!.Version);
        }
    }

    private sealed class DisposableFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("activations-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
