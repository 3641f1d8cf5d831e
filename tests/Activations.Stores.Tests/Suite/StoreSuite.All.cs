using Activations.Access;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Json;
using Activations.Paging;

namespace Activations.Stores.Tests.Suite;

public abstract partial class StoreSuite
{
    [Fact]
    [Trait(Guarantee, "G12")]
    public async Task The_lists_of_all_show_everybodys_hubs_and_their_tombstones()
    {
        var hub = await AddAsync(make.NewHub());
        var foreign = await AddAsync(make.NewHub() with { OrganisationId = make.NextId<OrganisationId>() });
        var deleted = await SaveAsync(await AddAsync(make.NewHub()), h => h with { DeletedAt = Now });

        var first = await Hubs.ListAllAsync(new PageRequest<HubId>(2), Cancellation);
        var rest = await Hubs.ListAllAsync(new PageRequest<HubId>(2, After: first.Rows[^1].Id), Cancellation);

        Assert.Equal([Snapshot.Of(hub), Snapshot.Of(foreign)], first.Rows.Select(Snapshot.Of));
        Assert.Equal([Snapshot.Of(deleted)], rest.Rows.Select(Snapshot.Of));
        Assert.Equal((true, false), (first.HasNext, rest.HasNext));
        Assert.Equal(3, await Hubs.CountAllAsync(Cancellation));
    }

    [Fact]
    [Trait(Guarantee, "G12")]
    public async Task The_lists_of_all_show_everybodys_integrations_and_their_tombstones()
    {
        var integration = await AddAsync(make.Integration(make.Template(), make.Template()));
        var foreign = await AddAsync(make.Integration() with { HubId = Sample.OtherHub });
        var deleted = await SaveAsync(await AddAsync(make.Integration(make.Template())), i => i with { DeletedAt = Now });

        var first = await Integrations.ListAllAsync(new PageRequest<IntegrationId>(2), Cancellation);
        var rest = await Integrations.ListAllAsync(
            new PageRequest<IntegrationId>(2, After: first.Rows[^1].Id), Cancellation);

        Assert.Equal([Snapshot.Of(integration), Snapshot.Of(foreign)], first.Rows.Select(Snapshot.Of));
        Assert.Equal([Snapshot.Of(deleted)], rest.Rows.Select(Snapshot.Of));
        Assert.Equal((true, false), (first.HasNext, rest.HasNext));
        Assert.Equal(3, await Integrations.CountAllAsync(Cancellation));
    }

    [Fact]
    [Trait(Guarantee, "G12")]
    public async Task The_list_of_all_shows_everybodys_users()
    {
        var user = await AddAsync(make.User(make.Connection()));
        var foreign = await AddAsync(make.User("foreign", Sample.OtherHub));
        await EndUsers.DeleteAsync(await AddAsync(make.User()), Cancellation);
        var last = await AddAsync(make.User());

        var first = await EndUsers.ListAllAsync(new PageRequest<EndUserId>(2), Cancellation);
        var rest = await EndUsers.ListAllAsync(new PageRequest<EndUserId>(2, After: first.Rows[^1].Id), Cancellation);

        Assert.Equal([user.Key, foreign.Key], first.Rows.Select(u => u.Key));
        Assert.Equal([last.Key], rest.Rows.Select(u => u.Key));
        Assert.Equal((true, false), (first.HasNext, rest.HasNext));
        Assert.Equal(3, await EndUsers.CountAllAsync(Cancellation));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task A_changed_auth_scheme_of_a_hub_is_saved_and_nothing_else_of_it()
    {
        var hub = await AddAsync(make.NewHub());

        hub = await SaveAsync(hub, h => h with { PrimaryConnector = WithScheme(h.PrimaryConnector, "other") });

        Assert.Equal(Snapshot.Of(hub), Snapshot.Of(await LoadAsync(hub)));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task Changed_auth_schemes_of_templates_are_saved_and_nothing_else_of_them()
    {
        var integration = await AddAsync(make.Integration(make.Template(), make.Template(), make.Template()));

        integration = await SaveAsync(integration, i => i with
        {
            Templates =
            [
                i.Templates[0] with { Connector = WithScheme(i.Templates[0].Connector, "first") },
                i.Templates[1],
                i.Templates[2] with { Connector = WithScheme(i.Templates[2].Connector, "third"), IsUsed = false },
            ],
        });

        Assert.Equal(
            Snapshot.Of(integration),
            Snapshot.Of(await Integrations.LoadAsync(Reach.Everything, integration.Id, Cancellation)));
    }

    private static Connector WithScheme(Connector connector, string secret) => connector with
    {
        AuthScheme = new AuthScheme(JsonText.FromTrustedText($$$"""{"grant":{"clientSecret":"{{{secret}}}"}}""")),
    };
}
