using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;

namespace Activations.Grpc.Tests.Hubs;

/// <summary>Changes of hubs, and which of an organisation's hubs is the default.</summary>
public abstract class HubUpdateTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_new_name_leaves_the_rest_as_it_is(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        await UpdateAsync(transport, scene, r => r.IsDefault = true);

        var changed = await UpdateAsync(transport, scene, r => r.Name = "New name");

        var expected = new Hub(scene.Hub) { Name = "New name", IsDefault = true };
        Assert.Equal(expected, changed.Reply);
        Assert.Equal(expected, await ReadAsync(transport, scene.HubId));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_update_of_nothing_changes_nothing(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));

        var answer = await UpdateAsync(transport, scene, _ => { });

        Assert.Equal(scene.Hub, answer.Reply);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task The_default_moves_from_one_hub_to_another(Transport transport)
    {
        var first = await ApiScene.CreateAsync(On(transport));
        var second = await ApiScene.CreateAsync(On(transport), r => r.OrganisationId = first.Hub.OrganisationId);
        await UpdateAsync(transport, first, r => r.IsDefault = true);

        var moved = await UpdateAsync(transport, second, r => r.IsDefault = true);

        Assert.True(moved.Reply.IsDefault);
        Assert.False((await ReadAsync(transport, first.HubId)).IsDefault);
        Assert.True((await ReadAsync(transport, second.HubId)).IsDefault);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_hub_that_is_no_longer_the_default_leaves_its_organisation_without_one(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        await UpdateAsync(transport, scene, r => r.IsDefault = true);

        var changed = await UpdateAsync(transport, scene, r => r.IsDefault = false);

        Assert.False(changed.Reply.IsDefault);
        Assert.False((await ReadAsync(transport, scene.HubId)).IsDefault);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_hub_that_is_not_the_default_does_not_take_that_from_another(Transport transport)
    {
        var first = await ApiScene.CreateAsync(On(transport));
        var second = await ApiScene.CreateAsync(On(transport), r => r.OrganisationId = first.Hub.OrganisationId);
        await UpdateAsync(transport, first, r => r.IsDefault = true);

        await UpdateAsync(transport, second, r => r.IsDefault = false);

        Assert.True((await ReadAsync(transport, first.HubId)).IsDefault);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task The_defaults_of_two_organisations_have_nothing_to_do_with_each_other(Transport transport)
    {
        var one = await ApiScene.CreateAsync(On(transport));
        var other = await ApiScene.CreateAsync(On(transport));

        await UpdateAsync(transport, one, r => r.IsDefault = true);
        await UpdateAsync(transport, other, r => r.IsDefault = true);

        Assert.True((await ReadAsync(transport, one.HubId)).IsDefault);
        Assert.True((await ReadAsync(transport, other.HubId)).IsDefault);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task At_most_one_hub_is_the_default_at_any_time_while_32_calls_move_it(Transport transport)
    {
        var first = await ApiScene.CreateAsync(On(transport));
        var second = await ApiScene.CreateAsync(On(transport), r => r.OrganisationId = first.Hub.OrganisationId);

        var moves = Enumerable.Range(0, 32)
            .Select(i => UpdateAsync(transport, i % 2 == 0 ? first : second, r => r.IsDefault = true)).ToList();
        var defaults = new List<int>();
        while (!moves.TrueForAll(m => m.IsCompleted))
            defaults.Add(await CountDefaultsAsync(transport, first.Hub.OrganisationId));
        await Task.WhenAll(moves);

        Assert.All(moves, m => Assert.Null(m.Result.RefusalOrNull));
        Assert.All(defaults, count => Assert.InRange(count, 0, 1));
        Assert.Equal(1, await CountDefaultsAsync(transport, first.Hub.OrganisationId));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_mask_says_which_fields_to_change(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));

        var changed = await UpdateAsync(transport, scene, r =>
        {
            r.Name = "Not in the mask";
            r.IsDefault = true;
            r.UpdateMask = new FieldMask { Paths = { "is_default" } };
        });

        Assert.Equal(("Hub", true), (changed.Reply.Name, changed.Reply.IsDefault));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_field_that_a_mask_names_and_that_is_absent_gets_its_default_value(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        await UpdateAsync(transport, scene, r => r.IsDefault = true);

        var changed = await UpdateAsync(
            transport, scene, r => r.UpdateMask = new FieldMask { Paths = { "is_default" } });

        Assert.False(changed.Reply.IsDefault);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_mask_that_names_a_field_that_can_not_be_changed_is_a_violation(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));

        var unknown = await UpdateAsync(transport, scene, r =>
        {
            r.Name = "New name";
            r.UpdateMask = new FieldMask { Paths = { "name", "nonsense" } };
        });
        var fixedField = await UpdateAsync(
            transport, scene, r => r.UpdateMask = new FieldMask { Paths = { "organisation_id" } });

        unknown.Refusal.AsInvalid("updateMask");
        fixedField.Refusal.AsInvalid("updateMask");
        Assert.Equal(scene.Hub, await ReadAsync(transport, scene.HubId));
    }

    [Fact]
    public async Task A_mask_in_JSON_is_names_in_camel_case_separated_by_commas()
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Rest));

        var changed = await Service.Rest.SendAsync(
            HttpMethod.Patch, $"/hubs/{scene.HubId}", """{"name": "New", "isDefault": true, "updateMask": "name,isDefault"}""");
        var snakeCase = await Service.Rest.SendAsync(
            HttpMethod.Patch, $"/hubs/{scene.HubId}", """{"isDefault": false, "updateMask": "is_default"}""");

        Assert.Equal(200, changed.Status);
        Assert.Equal(new Hub(scene.Hub) { Name = "New", IsDefault = true }, await ReadAsync(Transport.Rest, scene.HubId));
        snakeCase.AsRefusal().AsInvalid("updateMask");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_name_that_is_empty_or_too_long_is_a_violation_and_nothing_is_changed(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));

        var empty = await UpdateAsync(transport, scene, r => { r.Name = ""; r.IsDefault = true; });
        var tooLong = await UpdateAsync(transport, scene, r => { r.Name = new string('x', 256); r.IsDefault = true; });

        empty.Refusal.AsInvalid("name");
        tooLong.Refusal.AsInvalid("name");
        Assert.Equal(scene.Hub, await ReadAsync(transport, scene.HubId));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_hub_that_is_not_there_can_not_be_changed(Transport transport)
    {
        var unknown = await On(transport).CallAsync(new UpdateHubRequest { HubId = Catalogue.NewId(), Name = "New" });
        var malformed = await On(transport).CallAsync(new UpdateHubRequest { HubId = "nonsense", Name = "" });

        unknown.Refusal.As(ErrorReason.HubNotFound);
        malformed.Refusal.AsInvalid("hubId", "name");
    }

    private Task<Answer<Hub>> UpdateAsync(Transport transport, ApiScene scene, Action<UpdateHubRequest> change)
    {
        var request = new UpdateHubRequest { HubId = scene.HubId };
        change(request);
        return On(transport).CallAsync(request);
    }

    private async Task<Hub> ReadAsync(Transport transport, string hub) =>
        (await On(transport).CallAsync(new GetHubRequest { HubId = hub })).Reply;

    private async Task<int> CountDefaultsAsync(Transport transport, string organisation)
    {
        var list = await On(transport).CallAsync(new ListHubsRequest { OrganisationId = organisation });
        return list.Reply.Hubs.Count(h => h.IsDefault);
    }
}

public sealed class HubUpdatesOnSqlite(SqliteService service) : HubUpdateTests(service), IClassFixture<SqliteService>;

public sealed class HubUpdatesOnMongoDb(MongoDbService service) : HubUpdateTests(service), IClassFixture<MongoDbService>;
