using Activations.Access;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Paging;

namespace Activations.Stores.Tests.Suite;

public abstract partial class StoreSuite
{
    /// <summary>Names, what to search for, and whether they are found.</summary>
    public static TheoryData<string, string, bool> Searches => new()
    {
        { "anna@example.com", "ANNA", true },
        { "Anna", "anna", true },
        { "Anna", "annab", false },
        { "Hanna", "anna", false }, // not a prefix
        { "Émile", "éM", true },
        { "Émile", "em", false },
        { "жук", "ЖУ", true },
        { "日本", "日", true },
        { "🎉 party", "🎉", true },
        { "🎉 party", "🎊", false },
        { "50%_off\\", "50%_OFF\\", true },
        { "50 off", "50%", false }, // a wildcard of LIKE
        { "axb", "a_b", false },
        { "axb", "a.b", false }, // a wildcard of a regular expression
        { "a.b", "a.B", true },
        { "a'b\"c", "A'b\"", true },
        { "b", "a", false },
        { "\uD7FF!", "\uD7FF", true }, // the code points behind it are surrogates
        { "\uE000", "\uD7FF", false },
        { "\uFFFF!", "\uFFFF", true },
        { "🎉", "\uFFFF", false }, // in front of it in UTF-16, behind it in UTF-8
        { "\U0010FFFF!", "\U0010FFFF", true }, // nothing is greater
        { "a", "\U0010FFFF", false },
    };

    [Theory]
    [MemberData(nameof(Searches))]
    [Trait(Guarantee, "G7")]
    public async Task Users_are_found_by_the_beginning_of_their_external_id_or_name(
        string name, string search, bool isFound)
    {
        var byExternalId = await AddAsync(make.User(name, Sample.Hub) with { DisplayName = "" });
        var byDisplayName = await AddAsync(make.User("-", Sample.Hub) with { DisplayName = name });
        await AddAsync(make.User(name, Sample.OtherHub) with { DisplayName = name });

        await AssertFoundAsync(search, isFound ? [byExternalId, byDisplayName] : []);
    }

    [Theory]
    [MemberData(nameof(Searches))]
    [Trait(Guarantee, "G7")]
    public async Task Integrations_are_found_by_the_beginning_of_their_name(string name, string search, bool isFound)
    {
        var added = await AddAsync(make.Integration() with { Name = name });
        var renamed = await SaveAsync(await AddAsync(make.Integration() with { Name = "-" }), i => i with { Name = name });
        await SaveAsync(await AddAsync(make.Integration() with { Name = name }), i => i with { Name = "-" });
        await SaveAsync(await AddAsync(make.Integration() with { Name = name }), i => i with { DeletedAt = Now });
        await AddAsync(make.Integration() with { Name = name, HubId = Sample.OtherHub });

        await AssertFoundAsync(
            new IntegrationFilter(Sample.Hub, Search: SearchTerm.Of(search)), isFound ? [added, renamed] : []);
    }

    [Fact]
    [Trait(Guarantee, "G7")]
    public async Task A_user_that_matches_in_several_ways_is_found_once()
    {
        var users = new List<EndUser>();
        for (var i = 0; i < 5; i++)
        {
            var user = make.User();
            user = user with { Key = user.Key with { ExternalId = $"{user.Id}" }, DisplayName = $"{user.Id}" };
            users.Add(await AddAsync(user));
        }

        await AssertFoundAsync($"{users[2].Id}", [users[2]]);
        await AssertFoundAsync($"{users[2].Id}"[..20], [.. users]);
    }

    [Fact]
    [Trait(Guarantee, "G7")]
    public async Task A_user_is_found_by_its_exact_id_within_its_hub()
    {
        var user = await AddAsync(make.User());
        var elsewhere = await AddAsync(make.User("elsewhere", Sample.OtherHub));

        await AssertFoundAsync($"{user.Id}", [user]);
        await AssertFoundAsync($"{user.Id}".ToLowerInvariant(), [user]);
        await AssertFoundAsync($"{user.Id}"[..25], []);
        await AssertFoundAsync($"{elsewhere.Id}", []);
    }

    [Fact]
    [Trait(Guarantee, "G7")]
    public async Task An_integration_is_found_by_its_exact_id_within_its_hub()
    {
        var integration = await AddAsync(make.Integration(make.Template()));
        var elsewhere = await AddAsync(make.Integration() with { HubId = Sample.OtherHub });
        var deleted = await SaveAsync(await AddAsync(make.Integration()), i => i with { DeletedAt = Now });

        await AssertFoundAsync(Exact(integration.Id), [integration]);
        await AssertFoundAsync(Exact(integration.Id) with { IsDeployed = true }, []);
        await AssertFoundAsync(Exact(elsewhere.Id), []);
        await AssertFoundAsync(Exact(deleted.Id), []);

        var named = await AddAsync(make.Integration() with { Name = $"{integration.Id}" });
        await AssertFoundAsync(Exact(integration.Id), [integration, named]);

        static IntegrationFilter Exact(IntegrationId id) =>
            new(Sample.Hub, Search: SearchTerm.Of($"{id}".ToLowerInvariant()));
    }

    [Fact]
    [Trait(Guarantee, "G7")]
    public async Task Integrations_are_filtered_by_whether_they_are_deployed()
    {
        var deployed = await AddAsync(make.Integration(make.Template()) with { IsDeployed = true, Name = "a" });
        var undeployed = await AddAsync(make.Integration(make.Template(), make.Template()) with { Name = "a" });
        var deployedLater = await SaveAsync(await AddAsync(make.Integration()), i => i with { IsDeployed = true });
        await AddAsync(make.Integration() with { HubId = Sample.OtherHub, IsDeployed = true, Name = "a" });
        var all = new IntegrationFilter(Sample.Hub);

        await AssertFoundAsync(all, [deployed, undeployed, deployedLater]);
        await AssertFoundAsync(all with { IsDeployed = true }, [deployed, deployedLater]);
        await AssertFoundAsync(all with { IsDeployed = false }, [undeployed]);
        await AssertFoundAsync(all with { IsDeployed = true, Search = SearchTerm.Of("A") }, [deployed, deployedLater]);
        await AssertFoundAsync(all with { IsDeployed = true, Search = SearchTerm.Of("A ") }, []);
        await AssertFoundAsync(all with { IsDeployed = false, Search = SearchTerm.Of("An ") }, []);
    }

    [Fact]
    [Trait(Guarantee, "G5")]
    public async Task Users_are_listed_by_hub_in_the_order_of_their_ids_as_they_were_stored()
    {
        var time = Now.AddMilliseconds(7);
        EndUser[] users = [make.User("z", Sample.Hub), make.User("日本 🎉", Sample.Hub), make.User("a", Sample.Hub)];
        users[1] = users[1] with { DisplayName = "Zoë \u2028", CreatedAt = time, UpdatedAt = time.AddDays(1) };
        foreach (var user in users.Reverse())
            await AddAsync(user);
        await AddAsync(make.User("a", Sample.OtherHub));

        var rows = await AssertFoundAsync("", [.. users]);

        Assert.Equal(users.Select(u => Snapshot.Of(SummaryOf(u))), rows.Select(Snapshot.Of));
    }

    private static EndUserSummary SummaryOf(EndUser user) =>
        new(user.Id, user.Key, user.DisplayName, user.CreatedAt, user.UpdatedAt);

    /// <summary>These are listed and counted, in this order, on one page and on pages of one row.</summary>
    private async Task<IReadOnlyList<EndUserSummary>> AssertFoundAsync(string search, EndUser[] expected)
    {
        var filter = new EndUserFilter(Sample.Hub, SearchTerm.Of(search));
        var page = await EndUsers.ListAsync(Reach.Everything, filter, new PageRequest<EndUserId>(100), Cancellation);
        Assert.Equal(expected.Select(u => u.Id), page.Rows.Select(r => r.Id));
        Assert.Equal(expected.Length, await EndUsers.CountAsync(Reach.Everything, filter, Cancellation));

        foreach (var (previous, next) in expected.Zip(expected.Skip(1)))
        {
            var after = await EndUsers.ListAsync(Reach.Everything, filter, new PageRequest<EndUserId>(1, After: previous.Id), Cancellation);
            var before = await EndUsers.ListAsync(Reach.Everything, filter, new PageRequest<EndUserId>(1, Before: next.Id), Cancellation);
            Assert.Equal((next.Id, previous.Id), (after.Rows.Single().Id, before.Rows.Single().Id));
        }

        return page.Rows;
    }

    /// <summary>These are listed and counted, in this order.</summary>
    private async Task AssertFoundAsync(IntegrationFilter filter, Integration[] expected)
    {
        var page = await Integrations.ListAsync(Reach.Everything, filter, new PageRequest<IntegrationId>(100), Cancellation);

        Assert.Equal(expected.Select(Snapshot.Of), page.Rows.Select(Snapshot.Of));
        Assert.Equal(expected.Length, await Integrations.CountAsync(Reach.Everything, filter, Cancellation));
    }
}
