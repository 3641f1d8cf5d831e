using Activations.EndUsers;
using Activations.Hubs;
using Activations.Integrations;
using Activations.Paging;
using Activations.Stores.Tests.Sqlite;
using Activations.Stores.Tests.Suite;

namespace Activations.Stores.Tests.Broken;

/// <summary>The suite can fail: stores that break a guarantee on purpose are caught by its tests.</summary>
public sealed class BrokenStoreTests
{
    [Fact]
    public Task A_store_that_acknowledges_without_writing_is_caught() => AssertCaughtAsync(
        store => new BrokenStore(store, (_, _) => Task.FromResult(true)),
        suite => suite.A_new_activation_is_saved(),
        suite => suite.What_was_acknowledged_is_there_after_reopening());

    [Fact]
    public Task A_store_that_ignores_versions_is_caught() => AssertCaughtAsync(
        store => new BrokenStore(store, async (users, change) =>
        {
            while (true)
            {
                var newest = await users.LoadAsync(
                    new EndUserLookup.ByKey(change.From.Key), EndUserParts.Profile, CancellationToken.None);
                if (await users.SaveAsync(change with { From = newest! }, CancellationToken.None))
                    return true;
            }
        }),
        suite => suite.Of_64_saves_from_one_version_exactly_one_succeeds());

    [Fact]
    public Task A_store_that_saves_the_half_is_caught() => AssertCaughtAsync(
        store => new BrokenStore(store, (users, change) => users.SaveAsync(
            change with { Edits = [.. change.Edits.Take(1)] }, CancellationToken.None)),
        suite => suite.Every_combination_of_edits_that_a_change_may_have_is_saved_as_a_whole());

    [Fact]
    public void Every_guarantee_has_a_test_that_cites_it()
    {
        var cited = typeof(StoreSuite).GetMethods()
            .SelectMany(m => m.GetCustomAttributesData())
            .Where(a => a.AttributeType == typeof(TraitAttribute))
            .Select(a => (string)a.ConstructorArguments[1].Value!);

        Assert.Empty(Enumerable.Range(1, 10).Select(n => $"G{n}").Except(cited));
    }

    private static async Task AssertCaughtAsync(
        Func<IStore, IStore> breakIt, params Func<StoreSuite, Task>[] tests)
    {
        foreach (var test in tests)
        {
            await using var suite = new SuiteOfBroken(breakIt);
            await suite.InitializeAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => test(suite));
        }
    }

    private sealed class SuiteOfBroken(Func<IStore, IStore> breakIt) : StoreSuite
    {
        protected override async ValueTask<IStoreUnderTest> CreateAsync(CancellationToken cancellationToken) =>
            new Broken(await SqliteUnderTest.CreateAsync(cancellationToken), breakIt);
    }

    private sealed class Broken(SqliteUnderTest whole, Func<IStore, IStore> breakIt) : IStoreUnderTest
    {
        public IStore Store => breakIt(whole.Store);

        public Task ReopenAsync() => whole.ReopenAsync();

        public ValueTask DisposeAsync() => whole.DisposeAsync();
    }

    private sealed class BrokenStore(IStore store, Func<IEndUserStore, EndUserChange, Task<bool>> save)
        : IStore, IEndUserStore
    {
        public IHubStore Hubs => store.Hubs;

        public IIntegrationStore Integrations => store.Integrations;

        public IEndUserStore EndUsers => this;

        public Task PrepareAsync(CancellationToken cancellationToken) => store.PrepareAsync(cancellationToken);

        public Task PingAsync(CancellationToken cancellationToken) => store.PingAsync(cancellationToken);

        public Task<bool> AddAsync(EndUser user, CancellationToken cancellationToken) =>
            store.EndUsers.AddAsync(user, cancellationToken);

        public Task<EndUser?> LoadAsync(EndUserLookup lookup, EndUserParts parts, CancellationToken cancellationToken) =>
            store.EndUsers.LoadAsync(lookup, parts, cancellationToken);

        public Task<bool> SaveAsync(EndUserChange change, CancellationToken cancellationToken) =>
            save(store.EndUsers, change);

        public Task<Page<ListedActivation>> ListActivationsAsync(
            ActivationFilter filter, PageRequest<ActivationPosition> page, CancellationToken cancellationToken) =>
            store.EndUsers.ListActivationsAsync(filter, page, cancellationToken);

        public Task<int> CountActivationsAsync(ActivationFilter filter, CancellationToken cancellationToken) =>
            store.EndUsers.CountActivationsAsync(filter, cancellationToken);

        public ValueTask DisposeAsync() => store.DisposeAsync();
    }
}
