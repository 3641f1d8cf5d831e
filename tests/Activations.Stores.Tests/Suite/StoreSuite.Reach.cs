using System.Collections.Immutable;
using Activations.Access;
using Activations.EndUsers;
using Activations.Hubs;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Paging;

namespace Activations.Stores.Tests.Suite;

public abstract partial class StoreSuite
{
    [Fact]
    [Trait(Guarantee, "G11")]
    public async Task What_lies_within_a_reach_is_found_listed_and_counted()
    {
        var held = await HoldAsync();

        foreach (var reach in ReachesOf(held))
            await AssertReachedAsync(held, reach);
    }

    [Fact]
    [Trait(Guarantee, "G11")]
    public async Task What_lies_beyond_a_reach_is_not_found_listed_or_counted()
    {
        var held = await HoldAsync();
        await HoldAsync();

        foreach (var reach in ReachesBeyond(held))
            await AssertNotReachedAsync(held, reach);
    }

    [Fact]
    [Trait(Guarantee, "G11")]
    public async Task An_end_user_reaches_nobody_else_but_what_the_hub_shows_to_all()
    {
        var held = await HoldAsync();
        var other = await AddAsync(make.User($"other {make.NextId<WriteId>()}", held.Hub.Id));
        var reach = Reach.Of(other.Key);

        Assert.NotNull(await Hubs.LoadAsync(reach, held.Hub.Id, Cancellation));
        Assert.NotNull(await Integrations.LoadAsync(reach, held.Integration.Id, Cancellation));
        await AssertUserNotReachedAsync(held, reach);
        Assert.Equal(
            [other.Id],
            (await EndUsers.ListAsync(reach, new EndUserFilter(held.Hub.Id), new PageRequest<EndUserId>(20), Cancellation)).Rows.Select(r => r.Id));
        Assert.Equal(1, await EndUsers.CountAsync(reach, new EndUserFilter(held.Hub.Id), Cancellation));
    }

    [Fact]
    [Trait(Guarantee, "G11")]
    public async Task A_search_stays_within_the_reach()
    {
        var held = await HoldAsync();
        var search = SearchTerm.Of(held.User.Key.ExternalId);
        var byId = SearchTerm.Of(held.User.Id.ToString());

        foreach (var filter in new[] { new EndUserFilter(held.Hub.Id, search), new EndUserFilter(held.Hub.Id, byId) })
        {
            Assert.Equal(1, await EndUsers.CountAsync(Reach.Of(held.Hub.OrganisationId), filter, Cancellation));
            Assert.Equal(0, await EndUsers.CountAsync(Reach.Of(make.NextId<OrganisationId>()), filter, Cancellation));
            var page = await EndUsers.ListAsync(
                Reach.Of(held.Hub.OrganisationId, [make.NextId<HubId>()]), filter, new PageRequest<EndUserId>(20), Cancellation);
            Assert.Empty(page.Rows);
        }
    }

    [Fact]
    [Trait(Guarantee, "G11")]
    public async Task The_default_hub_of_an_organisation_is_answered_within_the_reach_alone()
    {
        var held = await HoldAsync();
        var (organisation, hub) = (held.Hub.OrganisationId, held.Hub.Id);
        await Hubs.SetDefaultAsync(organisation, hub, Cancellation);

        Assert.Equal(hub, await Hubs.LoadDefaultAsync(Reach.Of(organisation), organisation, Cancellation));
        Assert.Equal(hub, await Hubs.LoadDefaultAsync(Reach.Of(organisation, [hub]), organisation, Cancellation));
        Assert.Equal(hub, await Hubs.LoadDefaultAsync(Reach.Of(held.User.Key), organisation, Cancellation));
        Assert.Null(await Hubs.LoadDefaultAsync(Reach.Of(organisation, [make.NextId<HubId>()]), organisation, Cancellation));
        Assert.Null(await Hubs.LoadDefaultAsync(Reach.Of(make.NextId<OrganisationId>()), organisation, Cancellation));
    }

    /// <summary>Stores a hub of an organisation of its own, an integration, and a user who has activated it.</summary>
    private async Task<Held> HoldAsync()
    {
        var hub = make.NewHub() with { OrganisationId = make.NextId<OrganisationId>() };
        await AddAsync(hub);
        var template = make.Template();
        var integration = make.Integration(template) with { HubId = hub.Id, OrganisationId = hub.OrganisationId };
        Assert.True(await Integrations.AddAsync(integration, Cancellation));
        var connection = make.Connection();
        var user = await AddAsync(
            make.User($"user {make.NextId<WriteId>()}", hub.Id, connection) with { OrganisationId = hub.OrganisationId });
        var activation = make.Activation(connection) with { IntegrationId = integration.Id };
        user = await SaveAsync(user, new EndUserEdit.AddActivation(activation));
        return new Held(hub, integration, template, user, connection, activation);
    }

    private static IEnumerable<Reach> ReachesOf(Held held) =>
    [
        Reach.Everything,
        Reach.Of(held.Hub.OrganisationId),
        Reach.Of(held.Hub.OrganisationId, [Sample.OtherHub, held.Hub.Id]),
        Reach.Of(held.User.Key),
    ];

    private IEnumerable<Reach> ReachesBeyond(Held held) =>
    [
        Reach.Of(make.NextId<OrganisationId>()),
        Reach.Of(held.Hub.OrganisationId, [make.NextId<HubId>()]),
        Reach.Of(held.Hub.OrganisationId, []),
        Reach.Of(make.NextId<OrganisationId>(), [held.Hub.Id]),
        Reach.Of(new EndUserKey(make.NextId<HubId>(), held.User.Key.ExternalId)),
    ];

    private async Task AssertReachedAsync(Held held, Reach reach)
    {
        Assert.NotNull(await Hubs.LoadAsync(reach, held.Hub.Id, Cancellation));
        Assert.NotNull(await Integrations.LoadAsync(reach, held.Integration.Id, Cancellation));
        Assert.NotNull(await Integrations.LoadByTemplateAsync(reach, held.Template.Id, Cancellation));
        Assert.Single(await Integrations.LoadManyAsync(reach, [held.Integration.Id, make.NextId<IntegrationId>()], Cancellation));
        foreach (var lookup in held.Lookups)
            Assert.NotNull(await EndUsers.LoadAsync(reach, lookup, EndUserParts.Profile, Cancellation));
        foreach (var count in await CountsAsync(held, reach))
            Assert.Equal(1, count);
    }

    private async Task AssertNotReachedAsync(Held held, Reach reach)
    {
        Assert.Null(await Hubs.LoadAsync(reach, held.Hub.Id, Cancellation));
        Assert.Null(await Integrations.LoadAsync(reach, held.Integration.Id, Cancellation));
        Assert.Null(await Integrations.LoadByTemplateAsync(reach, held.Template.Id, Cancellation));
        Assert.Empty(await Integrations.LoadManyAsync(reach, [held.Integration.Id], Cancellation));
        foreach (var count in await CountsAsync(held, reach))
            Assert.Equal(0, count);
        await AssertUserNotReachedAsync(held, reach);
    }

    private async Task AssertUserNotReachedAsync(Held held, Reach reach)
    {
        foreach (var lookup in held.Lookups)
            Assert.Null(await EndUsers.LoadAsync(reach, lookup, EndUserParts.Profile, Cancellation));
        Assert.Equal(0, await EndUsers.CountActivationsAsync(reach, held.Activations, Cancellation));
        Assert.Equal(0, await EndUsers.CountConnectionsAsync(reach, held.Connections, Cancellation));
        Assert.Empty((await EndUsers.ListActivationsAsync(reach, held.Activations, new(20), Cancellation)).Rows);
        Assert.Empty((await EndUsers.ListConnectionsAsync(reach, held.Connections, new(20), Cancellation)).Rows);
    }

    /// <summary>How many rows each list has, and how many each count says it has.</summary>
    private async Task<ImmutableArray<int>> CountsAsync(Held held, Reach reach)
    {
        var (hub, organisation) = (held.Hub.Id, held.Hub.OrganisationId);
        return
        [
            (await Hubs.ListAsync(reach, organisation, new(20), Cancellation)).Rows.Length,
            await Hubs.CountAsync(reach, organisation, Cancellation),
            (await Integrations.ListAsync(reach, new IntegrationFilter(hub), new(20), Cancellation)).Rows.Length,
            await Integrations.CountAsync(reach, new IntegrationFilter(hub), Cancellation),
            (await EndUsers.ListAsync(reach, new EndUserFilter(hub), new(20), Cancellation)).Rows.Length,
            await EndUsers.CountAsync(reach, new EndUserFilter(hub), Cancellation),
            (await EndUsers.ListConnectionsAsync(reach, held.Connections, new(20), Cancellation)).Rows.Length,
            await EndUsers.CountConnectionsAsync(reach, held.Connections, Cancellation),
            (await EndUsers.ListActivationsAsync(reach, new ActivationFilter(hub), new(20), Cancellation)).Rows.Length,
            await EndUsers.CountActivationsAsync(reach, new ActivationFilter(hub), Cancellation),
            (await EndUsers.ListActivationsAsync(reach, held.Activations, new(20), Cancellation)).Rows.Length,
            await EndUsers.CountActivationsAsync(reach, held.Activations, Cancellation),
        ];
    }

    /// <summary>What belongs to one hub.</summary>
    private sealed record Held(
        Hub Hub, Integration Integration, ConnectionTemplate Template, EndUser User, Connection Connection, Activation Activation)
    {
        public IEnumerable<EndUserLookup> Lookups =>
        [
            new EndUserLookup.ByKey(User.Key),
            new EndUserLookup.ById(Hub.Id, User.Id),
            new EndUserLookup.ByActivation(Activation.Id),
            new EndUserLookup.ByConnection(Connection.Id),
        ];

        public ActivationFilter Activations => new(Hub.Id, User.Id, Integration.Id);

        public ConnectionFilter Connections => new(User.Id, User.Key, []);
    }
}
