using Activations.Access;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;
using Google.Protobuf;

namespace Activations.Grpc.Tests.Access;

/// <summary>What an end user gets who need not exist yet, and what a key of some hubs may not do.</summary>
public abstract class OwnUserTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_page_of_ones_own_is_there_before_one_is_and_that_of_others_never(Transport transport)
    {
        var scene = await AccessScene.CreateAsync(Service);
        var guarded = await GuardedAsync();
        var token = $"Bearer {scene.Signing.TokenOf("not-yet")}";
        (string Id, string Type)[] others =
        [
            (AccessScene.Ann, ""), ("nobody", "external"), (scene.User.Id, "internal"), (Catalogue.NewId(), "internal"),
        ];

        foreach (var page in PagesOf(scene, "not-yet", ""))
            Assert.True((await guarded.AskAsync(transport, page, token)).IsSuccess);
        var answers = new List<string>();
        foreach (var page in others.SelectMany(other => PagesOf(scene, other.Id, other.Type)))
        {
            var answer = await guarded.AskAsync(transport, page, token);
            answer.Refusal!.As(ErrorReason.UserNotFound);
            answers.Add(answer.Everything);
        }

        Assert.Single(answers.Distinct());
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_end_user_makes_itself_and_sees_itself_by_either_id(Transport transport)
    {
        var scene = await AccessScene.CreateAsync(Service);
        var guarded = await GuardedAsync();
        var token = $"Bearer {scene.Signing.TokenOf("new-user")}";

        var made = await guarded.AskAsync(
            transport, new CreateEndUserRequest { HubId = scene.HubId, ExternalId = "new-user" }, token);
        Assert.True(made.IsSuccess, made.Everything);
        var user = (await On(transport).CallAsync(new GetEndUserRequest { HubId = scene.HubId, UserId = "new-user" })).Reply;

        foreach (var page in PagesOf(scene, user.Id, "internal"))
            Assert.True((await guarded.AskAsync(transport, page, token)).IsSuccess);
        var again = await guarded.AskAsync(
            transport, new CreateEndUserRequest { HubId = scene.HubId, ExternalId = "new-user" }, token);
        again.Refusal!.As(ErrorReason.UserAlreadyExists);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_key_of_some_hubs_may_not_change_which_hub_is_the_default(Transport transport)
    {
        var scene = await AccessScene.CreateAsync(Service);
        var guarded = await GuardedAsync();
        var key = await scene.HubKeyAsync(KeyScopes.Admin);

        foreach (var isDefault in new[] { true, false })
        {
            var answer = await guarded.AskAsync(
                transport, new UpdateHubRequest { HubId = scene.HubId, Name = "Renamed", IsDefault = isDefault }, key);
            answer.Refusal!.As(ErrorReason.PermissionDenied);
        }

        Assert.Equal("Hub", (await On(transport).CallAsync(new GetHubRequest { HubId = scene.HubId })).Reply.Name);
        var byWholeKey = await guarded.AskAsync(
            transport, new UpdateHubRequest { HubId = scene.HubId, IsDefault = true }, await scene.KeyAsync(KeyScopes.Admin));
        Assert.True(byWholeKey.IsSuccess, byWholeKey.Everything);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task The_hubs_of_an_organisation_are_those_that_the_key_is_for(Transport transport)
    {
        var scene = await AccessScene.CreateAsync(Service);
        var guarded = await GuardedAsync();
        var request = new ListHubsRequest { OrganisationId = scene.Organisation };

        var all = await guarded.AskAsync(transport, request, await scene.KeyAsync(KeyScopes.Read));
        var one = await guarded.AskAsync(transport, request, await scene.HubKeyAsync(KeyScopes.Read));
        var none = await guarded.AskAsync(transport, request, scene.KeyOfOtherOrganisation);
        var unknown = await guarded.AskAsync(
            transport, new ListHubsRequest { OrganisationId = Catalogue.NewId() }, scene.KeyOfOtherOrganisation);

        Assert.Equal(2, HubsOf(all).TotalCount);
        Assert.Equal([scene.HubId], HubsOf(one).Hubs.Select(hub => hub.Id));
        Assert.Equal(1, HubsOf(one).TotalCount);
        Assert.Equal(unknown.Everything, none.Everything);
        Assert.Equal(0, HubsOf(none).TotalCount);
    }

    private static HubsPage HubsOf(RawAnswer answer)
    {
        Assert.True(answer.IsSuccess, answer.Everything);
        return JsonParser.Default.Parse<HubsPage>(answer.Body);
    }

    private static IMessage[] PagesOf(AccessScene scene, string user, string type) =>
    [
        new ListEndUserIntegrationsRequest { HubId = scene.HubId, UserId = user, IdentifierType = type },
        new GetEmbeddedIntegrationRequest
        {
            HubId = scene.HubId,
            UserId = user,
            IdentifierType = type,
            IntegrationId = scene.Bound.Integration.Id,
        },
        new ListEndUserActivationsRequest { HubId = scene.HubId, UserId = user, IdentifierType = type },
    ];
}

public sealed class OwnUsersOnSqlite(SqliteService service) : OwnUserTests(service), IClassFixture<SqliteService>;

public sealed class OwnUsersOnMongoDb(MongoDbService service) : OwnUserTests(service), IClassFixture<MongoDbService>;
