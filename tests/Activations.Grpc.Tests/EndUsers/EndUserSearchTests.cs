using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.EndUsers;

/// <summary>Users are found by how their external id or display name begins, in any case, or by our id.</summary>
public abstract class EndUserSearchTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task Users_are_found_by_how_their_external_id_begins_in_any_case(Transport transport)
    {
        var scene = await SceneOfAsync(transport, "Ann", "anna", "ANTON", "joann");

        Assert.Equal(["ANTON", "Ann", "anna"], await SearchAsync(transport, scene, "aN"));
        Assert.Equal(["Ann", "anna"], await SearchAsync(transport, scene, "ANN"));
        Assert.Equal(["anna"], await SearchAsync(transport, scene, "anna"));
        Assert.Empty(await SearchAsync(transport, scene, "annab"));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Users_are_found_by_how_their_display_name_begins_in_any_case(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        await scene.AddUserAsync("1", r => r.DisplayName = "Ann Lee");
        await scene.AddUserAsync("2", r => r.DisplayName = "Lee Ann");

        Assert.Equal(["1"], await SearchAsync(transport, scene, "ann l"));
        Assert.Equal(["2"], await SearchAsync(transport, scene, "LEE"));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_user_whose_external_id_and_display_name_both_match_is_found_once(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        await scene.AddUserAsync("ann", r => r.DisplayName = "Ann");
        await scene.AddUserAsync("anna", r => r.DisplayName = "Anna");

        var list = await On(transport).CallAsync(new ListEndUsersRequest { HubId = scene.HubId, Search = "ann" });

        Assert.Equal(2, list.Reply.TotalCount);
        Assert.Equal(["ann", "anna"], list.Reply.Users.Select(u => u.ExternalId).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_user_is_found_by_our_id_and_not_by_a_part_of_it(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync("ann");
        await scene.AddUserAsync("bob");

        Assert.Equal(["ann"], await SearchAsync(transport, scene, user.Id));
        Assert.Equal(["ann"], await SearchAsync(transport, scene, user.Id.ToLowerInvariant()));
        Assert.Empty(await SearchAsync(transport, scene, user.Id[..25]));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_user_of_another_hub_is_not_found_by_our_id(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var other = await ApiScene.CreateAsync(On(transport));
        var user = await other.AddUserAsync();

        Assert.Empty(await SearchAsync(transport, scene, user.Id));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Letters_of_any_script_are_found_in_any_case(Transport transport)
    {
        var scene = await SceneOfAsync(transport, "Ärger", "ärmel", "argo", "Ключ", "🦊fox");

        Assert.Equal(["Ärger", "ärmel"], await SearchAsync(transport, scene, "äR"));
        Assert.Equal(["Ключ"], await SearchAsync(transport, scene, "кЛю"));
        Assert.Equal(["🦊fox"], await SearchAsync(transport, scene, "🦊FO"));
        Assert.Equal(["argo"], await SearchAsync(transport, scene, "a"));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Signs_that_are_wildcards_elsewhere_stand_for_themselves(Transport transport)
    {
        var scene = await SceneOfAsync(transport, "100%", "100", "a_b", "aab", ".*", "x", "a\\b");

        Assert.Equal(["100%"], await SearchAsync(transport, scene, "100%"));
        Assert.Empty(await SearchAsync(transport, scene, "%"));
        Assert.Equal(["a_b"], await SearchAsync(transport, scene, "a_"));
        Assert.Equal([".*"], await SearchAsync(transport, scene, ".*"));
        Assert.Equal(["a\\b"], await SearchAsync(transport, scene, "a\\"));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task What_was_found_is_paged_both_ways_and_counted(Transport transport)
    {
        var scene = await SceneOfAsync(transport, "ann1", "ann2", "ann3", "ann4", "ann5", "bob");
        var request = new ListEndUsersRequest { HubId = scene.HubId, Search = "ANN", First = 2 };

        var forward = await request.ForwardAsync(r => On(transport).CallAsync(r));
        var backward = await request.BackwardAsync(forward[^1], r => On(transport).CallAsync(r));

        var ids = forward.SelectMany(p => p.Users).Select(u => u.Id).ToList();
        Assert.Equal([2, 2, 1], forward.Select(p => p.Users.Count));
        Assert.Equal(ids.Order(StringComparer.Ordinal).Distinct(), ids);
        Assert.Equal(ids[..4], backward.SelectMany(p => p.Users).Select(u => u.Id));
        Assert.All([.. forward, .. backward], page => Assert.Equal(5, page.TotalCount));
    }

    private async Task<ApiScene> SceneOfAsync(Transport transport, params string[] externalIds)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        foreach (var id in externalIds)
            await scene.AddUserAsync(id);
        return scene;
    }

    /// <summary>The external ids of the users that are found, in ordinal order.</summary>
    private async Task<IEnumerable<string>> SearchAsync(Transport transport, ApiScene scene, string search)
    {
        var list = await On(transport).CallAsync(new ListEndUsersRequest { HubId = scene.HubId, Search = search });
        Assert.Equal(list.Reply.Users.Count, list.Reply.TotalCount);
        return list.Reply.Users.Select(u => u.ExternalId).Order(StringComparer.Ordinal);
    }
}

public sealed class EndUserSearchOnSqlite(SqliteService service)
    : EndUserSearchTests(service), IClassFixture<SqliteService>;

public sealed class EndUserSearchOnMongoDb(MongoDbService service)
    : EndUserSearchTests(service), IClassFixture<MongoDbService>;
