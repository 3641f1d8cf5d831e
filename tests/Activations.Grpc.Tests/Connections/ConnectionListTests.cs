using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;

namespace Activations.Grpc.Tests.Connections;

/// <summary>The connections of a user, page by page, to all connectors or to some.</summary>
public abstract class ConnectionListTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_row_says_what_the_connection_is(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();
        var made = await scene.AddConnectionAsync(user);

        var list = await On(transport).CallAsync(Request(scene, user));

        Assert.Equal(
            new EndUserConnectionsPage
            {
                TotalCount = 1,
                Connections =
                {
                    new ConnectionSummary
                    {
                        Id = made.Id,
                        Name = "My connection",
                        ConnectorId = scene.Mailer,
                        CreatedAt = made.CreatedAt,
                        UpdatedAt = made.UpdatedAt,
                    },
                },
            },
            list.Reply);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_row_shows_the_new_name_of_a_connection_that_was_changed(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();
        var made = await scene.AddConnectionAsync(user);

        var changed = await On(transport).CallAsync(new UpdateConnectionRequest { ConnectionId = made.Id, Name = "New" });

        var row = Assert.Single((await On(transport).CallAsync(Request(scene, user))).Reply.Connections);
        Assert.Equal(("New", changed.Reply.UpdatedAt), (row.Name, row.UpdatedAt));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Connections_are_paged_both_ways(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddConnectedUserAsync();
        for (var i = 0; i < 4; i++)
            await scene.AddConnectionAsync(user);
        await scene.AddConnectedUserAsync();
        var request = Request(scene, user);
        request.First = 2;

        var forward = await request.ForwardAsync(r => On(transport).CallAsync(r));
        var backward = await request.BackwardAsync(forward[^1], r => On(transport).CallAsync(r));

        var ids = forward.SelectMany(p => p.Connections).Select(c => c.Id).ToList();
        Assert.Equal([2, 2, 1], forward.Select(p => p.Connections.Count));
        Assert.Contains(user.PrimaryConnection.Id, ids);
        Assert.Equal(ids.Order(StringComparer.Ordinal).Distinct(), ids);
        Assert.Equal(ids[..4], backward.SelectMany(p => p.Connections).Select(c => c.Id));
        Assert.All([.. forward, .. backward], page => Assert.Equal(5, page.TotalCount));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Only_connections_to_the_connectors_asked_for_are_listed(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var (user, third) = (await scene.AddUserAsync(), Catalogue.NewId());
        var crm = await scene.AddConnectionAsync(user, scene.Crm);
        var mailer = await scene.AddConnectionAsync(user, scene.Mailer);
        await scene.AddConnectionAsync(user, third);

        string[] both = [.. new[] { crm.Id, mailer.Id }.Order(StringComparer.Ordinal)];
        Assert.Equal([mailer.Id], await ListAsync(transport, scene, user, scene.Mailer));
        Assert.Equal(both, await ListAsync(transport, scene, user, $"{scene.Mailer},{scene.Crm}"));
        Assert.Equal(both, await ListAsync(transport, scene, user, scene.Mailer, scene.Crm.ToLowerInvariant()));
        Assert.Empty(await ListAsync(transport, scene, user, Catalogue.NewId()));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_connector_that_is_asked_for_twice_lists_its_connections_once(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();
        var made = await scene.AddConnectionAsync(user);

        Assert.Equal(
            [made.Id], await ListAsync(transport, scene, user, $"{scene.Mailer},{scene.Mailer.ToLowerInvariant()}"));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Connectors_that_are_malformed_or_too_many_are_a_violation(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();
        var (malformed, tooMany) = (Request(scene, user), Request(scene, user));
        malformed.HubConnectorId.Add($"{scene.Mailer},nonsense");
        tooMany.HubConnectorId.Add(string.Join(',', Enumerable.Range(0, 101).Select(_ => Catalogue.NewId())));

        (await On(transport).CallAsync(malformed)).Refusal.AsInvalid("hubConnectorId");
        (await On(transport).CallAsync(tooMany)).Refusal.AsInvalid("hubConnectorId");
    }

    [Fact]
    public async Task Over_REST_connectors_are_separated_by_commas_or_given_one_by_one()
    {
        var scene = await ApiScene.CreateAsync(On(Transport.Rest));
        var user = await scene.AddUserAsync();
        await scene.AddConnectionAsync(user, scene.Crm);
        await scene.AddConnectionAsync(user, scene.Mailer);
        var target = $"/hubs/{scene.HubId}/users/{user.ExternalId}/connections";

        var one = await Service.Rest.ReadAsync($"{target}?hub_connector_id={scene.Mailer}");
        var list = await Service.Rest.ReadAsync($"{target}?hub_connector_id={scene.Mailer},{scene.Crm}");
        var repeated = await Service.Rest.ReadAsync(
            $"{target}?hub_connector_id={scene.Mailer}&hub_connector_id={scene.Crm}");

        Assert.Equal(
            [1, 2, 2], new[] { one, list, repeated }.Select(a => a.Json.GetProperty("connections").GetArrayLength()));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_cursor_of_another_user_or_other_connectors_is_refused(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var (user, other) = (await scene.AddUserAsync(), await scene.AddUserAsync());
        await scene.AddConnectionAsync(user);
        await scene.AddConnectionAsync(user);
        var first = Request(scene, user);
        first.First = 1;
        var cursor = (await On(transport).CallAsync(first)).Reply.Next;
        var (ofUser, ofConnectors) = (Request(scene, other), Request(scene, user));
        ofUser.After = ofConnectors.After = cursor;
        ofConnectors.HubConnectorId.Add(scene.Mailer);

        (await On(transport).CallAsync(ofUser)).Refusal.AsInvalid("after");
        (await On(transport).CallAsync(ofConnectors)).Refusal.AsInvalid("after");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_user_without_connections_lists_none(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddUserAsync();

        var byExternalId = await On(transport).CallAsync(Request(scene, user));
        var byOurs = await On(transport).CallAsync(new ListEndUserConnectionsRequest
        {
            HubId = scene.HubId,
            UserId = user.Id,
            IdentifierType = "internal",
        });

        Assert.Equal(new EndUserConnectionsPage(), byExternalId.Reply);
        Assert.Equal(new EndUserConnectionsPage(), byOurs.Reply);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task The_connections_of_a_user_or_a_hub_that_is_not_there_are_not_found(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));

        var noUser = await On(transport).CallAsync(
            new ListEndUserConnectionsRequest { HubId = scene.HubId, UserId = "nobody" });
        var noHub = await On(transport).CallAsync(
            new ListEndUserConnectionsRequest { HubId = Catalogue.NewId(), UserId = "nobody" });
        var malformed = await On(transport).CallAsync(new ListEndUserConnectionsRequest
        {
            HubId = "nonsense",
            UserId = "ann",
            IdentifierType = "nonsense",
            HubConnectorId = { "nonsense" },
        });

        noUser.Refusal.As(ErrorReason.UserNotFound);
        noHub.Refusal.As(ErrorReason.HubNotFound);
        malformed.Refusal.AsInvalid("hubId", "identifierType", "hubConnectorId");
    }

    private static ListEndUserConnectionsRequest Request(ApiScene scene, EndUser user) =>
        new() { HubId = scene.HubId, UserId = user.ExternalId };

    private async Task<IEnumerable<string>> ListAsync(
        Transport transport, ApiScene scene, EndUser user, params string[] connectors)
    {
        var request = Request(scene, user);
        request.HubConnectorId.AddRange(connectors);
        var page = (await On(transport).CallAsync(request)).Reply;
        Assert.Equal(page.Connections.Count, page.TotalCount);
        return page.Connections.Select(c => c.Id);
    }
}

public sealed class ConnectionListsOnSqlite(SqliteService service)
    : ConnectionListTests(service), IClassFixture<SqliteService>;

public sealed class ConnectionListsOnMongoDb(MongoDbService service)
    : ConnectionListTests(service), IClassFixture<MongoDbService>;
