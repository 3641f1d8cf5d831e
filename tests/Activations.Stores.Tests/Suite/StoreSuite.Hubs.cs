using Activations.Access;
using Activations.Builders;
using Activations.Hubs;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Json;
using Activations.Paging;

namespace Activations.Stores.Tests.Suite;

public abstract partial class StoreSuite
{
    [Fact]
    [Trait(Guarantee, "G5")]
    public async Task A_hub_comes_back_unchanged_after_reopening()
    {
        var connector = Catalogue.Crm with
        {
            Name = "Zoë's 日本 🎉",
            ImageUrl = "https://images.example/crm.png?a=b&c",
            AuthScheme = new AuthScheme(JsonText.FromTrustedText("""{ "$set":{"a.b":"$c"} }""")),
        };
        var hub = await AddAsync(make.NewHub("%_\\ \u2028") with { PrimaryConnector = connector });

        await UnderTest.ReopenAsync();

        Assert.Equal(Snapshot.Of(hub), Snapshot.Of(await LoadAsync(hub)));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task A_store_has_no_hub_before_one_is_added()
    {
        Assert.True(await Hubs.IsEmptyAsync(Cancellation));
        Assert.Null(await Hubs.LoadAsync(Reach.Everything, make.NextId<HubId>(), Cancellation));

        var hub = await AddAsync(make.NewHub());
        await SaveAsync(hub, h => h with { DeletedAt = Now });

        Assert.False(await Hubs.IsEmptyAsync(Cancellation));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task A_second_hub_with_the_same_id_is_refused_and_the_first_left_as_it_is()
    {
        var hub = await AddAsync(make.NewHub());

        Assert.False(await Hubs.AddAsync(hub with { Name = "Second" }, Cancellation));

        Assert.Equal(Snapshot.Of(hub), Snapshot.Of(await LoadAsync(hub)));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task A_changed_hub_is_saved_with_the_next_version()
    {
        var hub = await AddAsync(make.NewHub());
        var bystander = await AddAsync(make.NewHub());

        hub = await SaveAsync(hub, h => h with { Name = "Renamed" });
        hub = await SaveAsync(hub, h => h with { Name = "Renamed again", DeletedAt = Now.AddMilliseconds(1) });
        await UnderTest.ReopenAsync();

        Assert.Equal(3, hub.Version);
        Assert.Equal(Snapshot.Of(hub), Snapshot.Of(await LoadAsync(hub)));
        Assert.Equal(Snapshot.Of(bystander), Snapshot.Of(await LoadAsync(bystander)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [Trait(Guarantee, "G3")]
    public async Task A_hub_that_is_saved_from_another_version_is_refused_and_left_as_it_is(int difference)
    {
        var hub = await SaveAsync(await AddAsync(make.NewHub()), h => h with { Name = "Renamed" });
        var other = hub with { Version = hub.Version + difference };

        Assert.False(await Hubs.SaveAsync(
            other, other with { Name = "Lost", DeletedAt = Now, Version = other.Version + 1 }, Cancellation));

        Assert.Equal(Snapshot.Of(hub), Snapshot.Of(await LoadAsync(hub)));
    }

    [Fact]
    [Trait(Guarantee, "G3")]
    public async Task A_save_of_a_hub_that_does_not_exist_is_refused_and_stores_nothing()
    {
        var hub = make.NewHub();

        Assert.False(await Hubs.SaveAsync(hub, hub with { Version = 2 }, Cancellation));

        Assert.Null(await LoadAsync(hub));
        Assert.True(await Hubs.IsEmptyAsync(Cancellation));
    }

    [Fact]
    [Trait(Guarantee, "G3")]
    public async Task Of_64_saves_of_a_hub_from_one_version_exactly_one_succeeds()
    {
        var hub = await AddAsync(make.NewHub());
        var changes = Enumerable.Range(0, 64).Select(i => hub with { Name = $"{i}", Version = 2 }).ToList();

        var saved = await Task.WhenAll(changes.Select(changed => Hubs.SaveAsync(hub, changed, Cancellation)));

        var winner = changes[Assert.Single(saved.Index(), s => s.Item).Index];
        Assert.Equal(Snapshot.Of(winner), Snapshot.Of(await LoadAsync(hub)));
    }

    [Fact]
    [Trait(Guarantee, "G7")]
    public async Task Hubs_are_listed_and_counted_by_organisation_without_those_that_were_deleted()
    {
        var hubs = new List<Hub>();
        for (var i = 0; i < 4; i++)
            hubs.Add(await AddAsync(make.NewHub($"{i}")));
        await AddAsync(make.NewHub() with { OrganisationId = make.NextId<OrganisationId>() });
        var organisation = hubs[0].OrganisationId;
        var deleted = await SaveAsync(hubs[1], h => h with { DeletedAt = Now });

        var first = await Hubs.ListAsync(Reach.Everything, organisation, new PageRequest<HubId>(2), Cancellation);
        var rest = await Hubs.ListAsync(Reach.Everything, organisation, new PageRequest<HubId>(2, After: first.Rows[^1].Id), Cancellation);

        Assert.Equal([Snapshot.Of(hubs[0]), Snapshot.Of(hubs[2])], first.Rows.Select(Snapshot.Of));
        Assert.Equal([Snapshot.Of(hubs[3])], rest.Rows.Select(Snapshot.Of));
        Assert.Equal((false, true, true, false), (first.HasPrevious, first.HasNext, rest.HasPrevious, rest.HasNext));
        Assert.Equal(3, await Hubs.CountAsync(Reach.Everything, organisation, Cancellation));
        Assert.Equal(0, await Hubs.CountAsync(Reach.Everything, make.NextId<OrganisationId>(), Cancellation));
        Assert.Equal(Snapshot.Of(deleted), Snapshot.Of(await LoadAsync(deleted)));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task An_organisation_has_one_default_hub_at_most()
    {
        var (organisation, other) = (make.NextId<OrganisationId>(), make.NextId<OrganisationId>());
        var (first, second) = (make.NextId<HubId>(), make.NextId<HubId>());
        Assert.Null(await Hubs.LoadDefaultAsync(Reach.Everything, organisation, Cancellation));

        await Hubs.SetDefaultAsync(other, first, Cancellation);
        await Hubs.SetDefaultAsync(organisation, first, Cancellation);
        await Hubs.SetDefaultAsync(organisation, first, Cancellation);
        Assert.Equal(first, await Hubs.LoadDefaultAsync(Reach.Everything, organisation, Cancellation));

        await Hubs.SetDefaultAsync(organisation, second, Cancellation);
        await UnderTest.ReopenAsync();
        Assert.Equal(second, await Hubs.LoadDefaultAsync(Reach.Everything, organisation, Cancellation));
        Assert.Equal(first, await Hubs.LoadDefaultAsync(Reach.Everything, other, Cancellation));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task Only_the_default_hub_leaves_its_organisation_without_one()
    {
        var (organisation, other) = (make.NextId<OrganisationId>(), make.NextId<OrganisationId>());
        var (hub, another) = (make.NextId<HubId>(), make.NextId<HubId>());
        await Hubs.SetDefaultAsync(organisation, hub, Cancellation);
        await Hubs.SetDefaultAsync(other, hub, Cancellation);

        await Hubs.ClearDefaultAsync(organisation, another, Cancellation);
        await Hubs.ClearDefaultAsync(make.NextId<OrganisationId>(), hub, Cancellation);
        Assert.Equal(hub, await Hubs.LoadDefaultAsync(Reach.Everything, organisation, Cancellation));

        await Hubs.ClearDefaultAsync(organisation, hub, Cancellation);
        Assert.Null(await Hubs.LoadDefaultAsync(Reach.Everything, organisation, Cancellation));
        Assert.Equal(hub, await Hubs.LoadDefaultAsync(Reach.Everything, other, Cancellation));

        await Hubs.SetDefaultAsync(organisation, another, Cancellation);
        Assert.Equal(another, await Hubs.LoadDefaultAsync(Reach.Everything, organisation, Cancellation));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task Of_64_hubs_that_are_made_the_default_at_once_one_is_it()
    {
        var organisation = make.NextId<OrganisationId>();
        var hubs = Enumerable.Range(0, 64).Select(_ => make.NextId<HubId>()).ToList();

        await Task.WhenAll(hubs.Select(hub => Hubs.SetDefaultAsync(organisation, hub, Cancellation)));

        var winner = await Hubs.LoadDefaultAsync(Reach.Everything, organisation, Cancellation);
        Assert.Contains(winner!.Value, hubs);
        await Hubs.ClearDefaultAsync(organisation, winner.Value, Cancellation);
        Assert.Null(await Hubs.LoadDefaultAsync(Reach.Everything, organisation, Cancellation));
    }

    /// <summary>Stores a hub that must be new.</summary>
    private async Task<Hub> AddAsync(Hub hub)
    {
        Assert.True(await Hubs.AddAsync(hub, Cancellation));
        return hub;
    }

    /// <summary>Saves a change that must be accepted; answers the hub afterwards.</summary>
    private async Task<Hub> SaveAsync(Hub hub, Func<Hub, Hub> change)
    {
        var changed = change(hub) with { Version = hub.Version + 1 };
        Assert.True(await Hubs.SaveAsync(hub, changed, Cancellation));
        return changed;
    }

    private Task<Hub?> LoadAsync(Hub hub) => Hubs.LoadAsync(Reach.Everything, hub.Id, Cancellation);
}
