using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.Hubs;

/// <summary>The hubs of an organisation.</summary>
public abstract class HubListTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task All_hubs_of_an_organisation_are_answered_when_nothing_is_said_about_pages(Transport transport)
    {
        var organisation = Catalogue.NewId();
        var hubs = await AddHubsAsync(transport, organisation, 21);
        await ApiScene.CreateAsync(On(transport));

        var list = await On(transport).CallAsync(new ListHubsRequest { OrganisationId = organisation });

        Assert.Equal(hubs, list.Reply.Hubs);
        Assert.Equal((21, false, false), (list.Reply.TotalCount, list.Reply.HasNext, list.Reply.HasPrev));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Hubs_are_paged_both_ways_when_that_is_asked_for(Transport transport)
    {
        var organisation = Catalogue.NewId();
        var hubs = await AddHubsAsync(transport, organisation, 5);
        var request = new ListHubsRequest { OrganisationId = organisation, First = 2 };

        var forward = await request.ForwardAsync(r => On(transport).CallAsync(r));
        var backward = await request.BackwardAsync(forward[^1], r => On(transport).CallAsync(r));

        Assert.Equal([2, 2, 1], forward.Select(p => p.Hubs.Count));
        Assert.Equal(hubs, forward.SelectMany(p => p.Hubs));
        Assert.Equal(hubs[..4], backward.SelectMany(p => p.Hubs));
        Assert.All([.. forward, .. backward], page => Assert.Equal(5, page.TotalCount));
        Assert.False(forward[0].HasPrev);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task The_list_says_which_hub_is_the_default(Transport transport)
    {
        var organisation = Catalogue.NewId();
        var hubs = await AddHubsAsync(transport, organisation, 3);
        await On(transport).CallAsync(new UpdateHubRequest { HubId = hubs[1].Id, IsDefault = true });

        var list = await On(transport).CallAsync(new ListHubsRequest { OrganisationId = organisation });

        Assert.Equal([false, true, false], list.Reply.Hubs.Select(h => h.IsDefault));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_organisation_that_has_no_hubs_answers_none(Transport transport)
    {
        var list = await On(transport).CallAsync(new ListHubsRequest { OrganisationId = Catalogue.NewId() });

        Assert.Equal(new HubsPage(), list.Reply);
    }

    [Fact]
    public async Task An_empty_list_has_its_members_in_the_JSON()
    {
        var answer = await Service.Rest.ReadAsync($"/o/{Catalogue.NewId()}/hubs");

        Assert.Equal(200, answer.Status);
        AssertJson.Equal("""{"totalCount": 0, "hubs": []}""", answer.Json);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_cursor_of_another_organisation_is_refused(Transport transport)
    {
        var organisation = Catalogue.NewId();
        await AddHubsAsync(transport, organisation, 2);
        var page = await On(transport).CallAsync(new ListHubsRequest { OrganisationId = organisation, First = 1 });

        var elsewhere = await On(transport).CallAsync(
            new ListHubsRequest { OrganisationId = Catalogue.NewId(), After = page.Reply.Next });

        elsewhere.Refusal.AsInvalid("after");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task All_that_is_wrong_with_a_request_for_a_list_is_reported_at_once(Transport transport)
    {
        var answer = await On(transport).CallAsync(new ListHubsRequest
        {
            OrganisationId = "nonsense",
            First = -1,
            After = "nonsense",
            Before = "nonsense",
        });

        answer.Refusal.AsInvalid("organisationId", "first", "before", "after", "before");
    }

    private async Task<List<Hub>> AddHubsAsync(Transport transport, string organisation, int count)
    {
        var hubs = new List<Hub>();
        for (var i = 0; i < count; i++)
            hubs.Add((await ApiScene.CreateAsync(On(transport), r => r.OrganisationId = organisation)).Hub);
        return [.. hubs.OrderBy(h => h.Id, StringComparer.Ordinal)];
    }
}

public sealed class HubListsOnSqlite(SqliteService service) : HubListTests(service), IClassFixture<SqliteService>;

public sealed class HubListsOnMongoDb(MongoDbService service) : HubListTests(service), IClassFixture<MongoDbService>;
