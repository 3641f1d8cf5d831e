using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;

namespace Activations.Grpc.Tests.Connections;

/// <summary>A connection changes in place: only what is given changes, and its id stays.</summary>
public abstract class ConnectionUpdateTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_new_name_leaves_the_rest_as_it_is(Transport transport)
    {
        var made = await AddAsync(transport);

        var changed = await UpdateAsync(transport, made, r => r.Name = "New name");

        Assert.Equal(new Connection(made) { Name = "New name", UpdatedAt = changed.Reply.UpdatedAt }, changed.Reply);
        Assert.True(changed.Reply.UpdatedAt.ToDateTime() >= made.UpdatedAt.ToDateTime());
        Assert.Equal(changed.Reply, await ReadAsync(transport, made));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_update_of_nothing_is_not_saved(Transport transport)
    {
        var made = await AddAsync(transport);
        var version = (await Service.LoadByConnectionAsync(made.Id)).Version;

        var answer = await UpdateAsync(transport, made, _ => { });

        Assert.Equal(made, answer.Reply);
        Assert.Equal(version, (await Service.LoadByConnectionAsync(made.Id)).Version);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Variables_are_replaced_by_those_that_are_given(Transport transport)
    {
        var made = await AddAsync(transport);
        var variable = new ConnectionVariable { Name = "zone", Value = "b" };

        var changed = await UpdateAsync(transport, made, r => r.Variables.Add(variable));

        Assert.Equal([variable], changed.Reply.Variables);
        Assert.Equal(made.Credentials, changed.Reply.Credentials);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_mask_clears_the_variables(Transport transport)
    {
        var made = await AddAsync(transport);

        var changed = await UpdateAsync(
            transport, made, r => r.UpdateMask = new FieldMask { Paths = { "variables" } });

        Assert.Empty(changed.Reply.Variables);
        Assert.Equal((made.Name, made.Credentials), (changed.Reply.Name, changed.Reply.Credentials));
    }

    [Fact]
    public async Task Over_REST_an_empty_list_clears_the_variables()
    {
        var made = await AddAsync(Transport.Rest);

        var changed = await PatchAsync(made, """{"variables": []}""");

        Assert.Equal(200, changed.Status);
        Assert.Equal(0, changed.Json.GetProperty("variables").GetArrayLength());
        Assert.Equal(made.Credentials, (await ReadAsync(Transport.Rest, made)).Credentials);
    }

    [Fact]
    public async Task Over_REST_an_empty_list_clears_the_credentials_of_that_list()
    {
        var made = await AddAsync(Transport.Rest);

        await PatchAsync(made, """{"credentials": {"trigger": []}}""");

        var read = await ReadAsync(Transport.Rest, made);
        Assert.Empty(read.Credentials.Trigger);
        Assert.Equal(made.Credentials.Action, read.Credentials.Action);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_mask_clears_one_list_of_credentials_or_both(Transport transport)
    {
        var made = await AddAsync(transport);

        var action = await UpdateAsync(
            transport, made, r => r.UpdateMask = new FieldMask { Paths = { "credentials.action" } });
        var both = await UpdateAsync(
            transport, made, r => r.UpdateMask = new FieldMask { Paths = { "credentials" } });

        Assert.Empty(action.Reply.Credentials.Action);
        Assert.Equal(made.Credentials.Trigger, action.Reply.Credentials.Trigger);
        Assert.Equal(new ConnectionCredentials(), both.Reply.Credentials);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task What_a_mask_does_not_name_stays(Transport transport)
    {
        var made = await AddAsync(transport);

        var changed = await UpdateAsync(transport, made, r =>
        {
            r.Name = "New name";
            r.Variables.Add(new ConnectionVariable { Name = "zone" });
            r.UpdateMask = new FieldMask { Paths = { "name" } };
        });

        Assert.Equal(("New name", made.Variables), (changed.Reply.Name, changed.Reply.Variables));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_mask_that_names_a_field_that_can_not_be_changed_is_a_violation(Transport transport)
    {
        var made = await AddAsync(transport);

        var answer = await UpdateAsync(transport, made, r =>
        {
            r.Name = "New name";
            r.UpdateMask = new FieldMask { Paths = { "name", "connector_id" } };
        });

        answer.Refusal.AsInvalid("updateMask");
        Assert.Equal(made, await ReadAsync(transport, made));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task All_that_is_wrong_with_an_update_is_reported_at_once_and_nothing_is_changed(Transport transport)
    {
        var made = await AddAsync(transport);

        var answer = await UpdateAsync(transport, made, r =>
        {
            r.Name = "";
            r.Credentials = new ConnectionCredentialsCreate { Action = { new ConnectionCredentialCreate { Id = "nonsense" } } };
            r.Variables.Add(new ConnectionVariable());
        });

        answer.Refusal.AsInvalid(
            "name",
            "credentials.action[0].authSchemeConfig",
            "credentials.action[0].credential",
            "credentials.action[0].id",
            "variables[0].name");
        Assert.Equal(made, await ReadAsync(transport, made));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_activation_goes_on_showing_a_connection_that_was_changed_with_its_new_name(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var bound = await scene.BindAsync(await scene.AddUserAsync());

        await UpdateAsync(transport, bound.Connection, r => r.Name = "New name");

        var activation = await On(transport).CallAsync(new GetActivationRequest { ActivationId = bound.Activation.Id });
        Assert.Equal(
            new BoundConnection
            {
                TemplateId = bound.Template.Id,
                ConnectionId = bound.Connection.Id,
                Name = "New name",
            },
            Assert.Single(activation.Reply.Connections));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_primary_connection_that_was_changed_is_still_the_primary_one(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var user = await scene.AddConnectedUserAsync();

        var changed = await UpdateAsync(transport, user.PrimaryConnection, r => r.Name = "New name");

        var read = await On(transport).CallAsync(new GetEndUserRequest { HubId = scene.HubId, UserId = user.ExternalId });
        Assert.Equal(changed.Reply, read.Reply.PrimaryConnection);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Eight_changes_of_one_connection_at_once_all_take_effect(Transport transport)
    {
        var made = await AddAsync(transport);

        var names = Task.WhenAll(Enumerable.Range(0, 4).Select(
            i => UpdateAsync(transport, made, r => r.Name = $"Name {i}")));
        var variables = Task.WhenAll(Enumerable.Range(0, 4).Select(
            i => UpdateAsync(transport, made, r => r.Variables.Add(new ConnectionVariable { Name = $"{i}" }))));
        Assert.All([.. await names, .. await variables], answer => Assert.Null(answer.RefusalOrNull));

        var read = await ReadAsync(transport, made);
        Assert.StartsWith("Name ", read.Name, StringComparison.Ordinal);
        Assert.NotEqual("region", Assert.Single(read.Variables).Name);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_connection_that_is_not_there_can_not_be_changed(Transport transport)
    {
        var unknown = await On(transport).CallAsync(
            new UpdateConnectionRequest { ConnectionId = Catalogue.NewId(), Name = "New" });
        var malformed = await On(transport).CallAsync(
            new UpdateConnectionRequest { ConnectionId = "nonsense", Name = "" });

        unknown.Refusal.As(ErrorReason.ConnectionNotFound);
        malformed.Refusal.AsInvalid("connectionId", "name");
    }

    private async Task<Connection> AddAsync(Transport transport)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var connection = Samples.Connection();
        connection.Credentials.Trigger.Add(Samples.Credential("trigger"));
        connection.Variables.Add(new ConnectionVariable { Name = "region", Value = "eu" });
        return await scene.AddConnectionAsync(await scene.AddUserAsync(), null, connection);
    }

    private Task<Answer<Connection>> UpdateAsync(
        Transport transport, Connection connection, Action<UpdateConnectionRequest> change)
    {
        var request = new UpdateConnectionRequest { ConnectionId = connection.Id };
        change(request);
        return On(transport).CallAsync(request);
    }

    private Task<RestAnswer> PatchAsync(Connection connection, string body) =>
        Service.Rest.SendAsync(HttpMethod.Patch, $"/connections/{connection.Id}", body);

    private async Task<Connection> ReadAsync(Transport transport, Connection connection) =>
        (await On(transport).CallAsync(new GetConnectionRequest { ConnectionId = connection.Id })).Reply;
}

public sealed class ConnectionUpdatesOnSqlite(SqliteService service)
    : ConnectionUpdateTests(service), IClassFixture<SqliteService>;

public sealed class ConnectionUpdatesOnMongoDb(MongoDbService service)
    : ConnectionUpdateTests(service), IClassFixture<MongoDbService>;
