using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.EndUsers;

/// <summary>The users of a hub, page by page.</summary>
public abstract class EndUserListTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_row_says_who_the_user_is(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync("ann", r => r.DisplayName = "Ann");

        var list = await On(transport).CallAsync(new ListEndUsersRequest { HubId = scene.HubId });

        Assert.Equal(
            new EndUserPage
            {
                TotalCount = 1,
                Users =
                {
                    new EndUserSummary
                    {
                        Id = user.Id,
                        ExternalId = "ann",
                        DisplayName = "Ann",
                        HubId = scene.HubId,
                        CreatedAt = user.CreatedAt,
                        UpdatedAt = user.UpdatedAt,
                    },
                },
            },
            list.Reply);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Users_are_paged_both_ways(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var users = await AddUsersAsync(scene, 7);
        var request = new ListEndUsersRequest { HubId = scene.HubId, First = 3 };

        var forward = await request.ForwardAsync(r => On(transport).CallAsync(r));
        var backward = await request.BackwardAsync(forward[^1], r => On(transport).CallAsync(r));

        Assert.Equal([3, 3, 1], forward.Select(p => p.Users.Count));
        Assert.Equal(users, forward.SelectMany(p => p.Users).Select(u => u.Id));
        Assert.Equal(users[..6], backward.SelectMany(p => p.Users).Select(u => u.Id));
        Assert.All([.. forward, .. backward], page => Assert.Equal(7, page.TotalCount));
        Assert.False(forward[0].HasPrev);
        Assert.True(backward[^1].HasNext);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_page_whose_users_were_all_deleted_leads_back_to_the_others(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var users = await AddUsersAsync(scene, 6);
        var first = (await ListAsync(scene, transport)).Reply;
        var second = (await ListAsync(scene, transport, after: first.Next)).Reply;
        foreach (var id in new[] { users[0], users[1], users[4], users[5] })
            await DeleteAsync(scene, transport, id);

        var front = (await ListAsync(scene, transport, before: second.Prev)).Reply;
        var end = (await ListAsync(scene, transport, after: second.Next)).Reply;

        Assert.Empty(front.Users.Concat(end.Users));
        Assert.Equal(users[2..4], (await ListAsync(scene, transport, after: front.Next)).Reply.Users.Select(u => u.Id));
        Assert.Equal(users[2..4], (await ListAsync(scene, transport, before: end.Prev)).Reply.Users.Select(u => u.Id));
    }

    private Task<Answer<EndUserPage>> ListAsync(ApiScene scene, Transport transport, string after = "", string before = "") =>
        On(transport).CallAsync(new ListEndUsersRequest { HubId = scene.HubId, First = 2, After = after, Before = before });

    private async Task DeleteAsync(ApiScene scene, Transport transport, string id) => Assert.Null((await On(transport).CallAsync(
        new DeleteEndUserRequest { HubId = scene.HubId, UserId = id, IdentifierType = "internal" })).RefusalOrNull);

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Twenty_users_are_answered_when_nothing_is_said(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        await AddUsersAsync(scene, 21);

        var list = await On(transport).CallAsync(new ListEndUsersRequest { HubId = scene.HubId });

        Assert.Equal((21, 20, true), (list.Reply.TotalCount, list.Reply.Users.Count, list.Reply.HasNext));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task More_than_a_hundred_count_as_a_hundred(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        await AddUsersAsync(scene, 101);

        var list = await On(transport).CallAsync(new ListEndUsersRequest { HubId = scene.HubId, First = 1000 });

        Assert.Equal((101, 100), (list.Reply.TotalCount, list.Reply.Users.Count));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_hub_lists_its_own_users_only(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var other = await ApiScene.CreateAsync(On(transport));
        await other.AddUserAsync();

        var list = await On(transport).CallAsync(new ListEndUsersRequest { HubId = scene.HubId });

        Assert.Equal(new EndUserPage(), list.Reply);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_cursor_of_another_search_or_hub_is_refused(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var other = await ApiScene.CreateAsync(On(transport));
        await AddUsersAsync(scene, 2);
        var page = await On(transport).CallAsync(new ListEndUsersRequest { HubId = scene.HubId, First = 1 });

        var search = await On(transport).CallAsync(
            new ListEndUsersRequest { HubId = scene.HubId, Search = "user", After = page.Reply.Next });
        var hub = await On(transport).CallAsync(new ListEndUsersRequest { HubId = other.HubId, Before = page.Reply.Next });

        search.Refusal.AsInvalid("after");
        hub.Refusal.AsInvalid("before");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task The_users_of_a_hub_that_is_not_there_are_not_found(Transport transport)
    {
        var unknown = await On(transport).CallAsync(new ListEndUsersRequest { HubId = Catalogue.NewId() });
        var malformed = await On(transport).CallAsync(new ListEndUsersRequest { HubId = "nonsense", First = -1 });

        unknown.Refusal.As(ErrorReason.HubNotFound);
        malformed.Refusal.AsInvalid("hubId", "first");
    }

    private static async Task<List<string>> AddUsersAsync(ApiScene scene, int count)
    {
        var users = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => scene.AddUserAsync()));
        return [.. users.Select(u => u.Id).Order(StringComparer.Ordinal)];
    }
}

public sealed class EndUserListsOnSqlite(SqliteService service) : EndUserListTests(service), IClassFixture<SqliteService>;

public sealed class EndUserListsOnMongoDb(MongoDbService service) : EndUserListTests(service), IClassFixture<MongoDbService>;
