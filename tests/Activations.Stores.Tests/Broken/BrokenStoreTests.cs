using Activations.Access;
using Activations.EndUsers;
using Activations.Stores.Tests.Sqlite;
using Activations.Stores.Tests.Suite;

namespace Activations.Stores.Tests.Broken;

/// <summary>The suite can fail: stores that break a guarantee on purpose are caught by its tests.</summary>
public sealed class BrokenStoreTests
{
    [Fact]
    public Task A_store_that_acknowledges_without_writing_is_caught() => AssertCaughtAsync(
        store => new BrokenStore(store, endUsers: new EndUsersThat(store.EndUsers) { Save = (_, _) => Task.FromResult(true) }),
        suite => suite.A_new_activation_is_saved(),
        suite => suite.What_was_acknowledged_is_there_after_reopening());

    [Fact]
    public Task A_store_that_ignores_versions_is_caught() => AssertCaughtAsync(
        store => new BrokenStore(store, endUsers: new EndUsersThat(store.EndUsers)
        {
            Save = async (users, change) =>
            {
                while (true)
                {
                    var newest = await users.LoadAsync(
                        Reach.Everything,
                        new EndUserLookup.ByKey(change.From.Key), EndUserParts.Profile, CancellationToken.None);
                    if (await users.SaveAsync(change with { From = newest! }, CancellationToken.None))
                        return true;
                }
            },
        }),
        suite => suite.Of_64_saves_from_one_version_exactly_one_succeeds());

    [Fact]
    public Task A_store_that_saves_the_half_is_caught() => AssertCaughtAsync(
        store => new BrokenStore(store, endUsers: new EndUsersThat(store.EndUsers)
        {
            Save = (users, change) => users.SaveAsync(
                change with { Edits = [.. change.Edits.Take(1)] }, CancellationToken.None),
        }),
        suite => suite.Every_combination_of_edits_that_a_change_may_have_is_saved_as_a_whole(),
        suite => suite.A_primary_connection_is_removed_with_all_activations_that_bind_it());

    [Fact]
    public Task A_store_that_deletes_the_activations_and_keeps_the_user_is_caught() => AssertCaughtAsync(
        store => new BrokenStore(store, endUsers: new EndUsersThat(store.EndUsers)
        {
            Delete = async (users, user) =>
            {
                if (!await users.DeleteAsync(user, CancellationToken.None))
                    return false;
                return await users.AddAsync(
                    user with { Connections = [], PrimaryConnectionId = null }, CancellationToken.None);
            },
        }),
        suite => suite.A_deleted_user_is_gone_with_all_that_it_held(),
        suite => suite.A_user_that_is_added_again_has_nothing_of_the_one_before());

    [Fact]
    public Task A_list_that_shows_a_row_twice_is_caught() => AssertCaughtAsync(
        store => new BrokenStore(store, endUsers: new EndUsersThat(store.EndUsers)
        {
            List = async (users, reach, filter, page) =>
            {
                var rows = await users.ListAsync(reach, filter, page, CancellationToken.None);
                return rows with { Rows = [.. rows.Rows, .. rows.Rows.TakeLast(1)] };
            },
        }),
        suite => suite.Users_are_walked_in_both_directions_while_rows_come_and_go(""));

    [Fact]
    public Task A_list_that_ignores_the_reach_is_caught() => AssertCaughtAsync(
        store => new BrokenStore(store, endUsers: new EndUsersThat(store.EndUsers)
        {
            List = (users, _, filter, page) => users.ListAsync(Reach.Everything, filter, page, CancellationToken.None),
        }),
        suite => suite.What_lies_beyond_a_reach_is_not_found_listed_or_counted());

    [Fact]
    public Task A_list_that_skips_a_row_is_caught() => AssertCaughtAsync(
        store => new BrokenStore(store, endUsers: new EndUsersThat(store.EndUsers)
        {
            List = async (users, reach, filter, page) =>
            {
                var rows = await users.ListAsync(reach, filter, page, CancellationToken.None);
                return rows.Rows.Length > 1 ? rows with { Rows = rows.Rows.RemoveAt(0) } : rows;
            },
        }),
        suite => suite.Users_are_walked_in_both_directions_while_rows_come_and_go("ann"));

    [Fact]
    public Task A_store_that_ignores_the_versions_of_hubs_is_caught() => AssertCaughtAsync(
        store => new BrokenStore(store, hubs: new HubsThatIgnoreVersions(store.Hubs)),
        suite => suite.Of_64_saves_of_a_hub_from_one_version_exactly_one_succeeds(),
        suite => suite.A_hub_that_is_saved_from_another_version_is_refused_and_left_as_it_is(-1));

    [Fact]
    public void Every_guarantee_has_a_test_that_cites_it_and_every_test_cites_one()
    {
        var cited = typeof(StoreSuite).GetMethods()
            .Where(m => m.IsDefined(typeof(FactAttribute), inherit: true))
            .Select(m => (m.Name, Guarantee: m.GetCustomAttributesData()
                .SingleOrDefault(a => a.AttributeType == typeof(TraitAttribute))?.ConstructorArguments[1].Value))
            .ToList();

        Assert.Empty(Enumerable.Range(1, 12).Select(n => $"G{n}").Except(cited.Select(c => c.Guarantee)));
        Assert.DoesNotContain(cited, c => c.Guarantee is null);
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
}
