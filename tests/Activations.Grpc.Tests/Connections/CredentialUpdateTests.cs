using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.V1;
using DomainConnection = Activations.EndUsers.Connection;

namespace Activations.Grpc.Tests.Connections;

/// <summary>What was read can be sent back: a secret that is absent or empty keeps its stored value.</summary>
public abstract class CredentialUpdateTests(ServiceFixture fixture) : ServiceTests(fixture)
{
    private const string Login = """{"username": "me", "password": "old"}""";

    [Fact]
    public async Task What_GET_answers_can_be_sent_back_as_it_is_and_changes_nothing()
    {
        var made = await AddEverythingAsync(Transport.Rest);
        var before = await Service.LoadByConnectionAsync(made.Id);
        var read = await Service.Rest.ReadAsync($"/connections/{made.Id}");

        var patched = await Service.Rest.SendAsync(HttpMethod.Patch, $"/connections/{made.Id}", read.Body);

        Assert.Equal((200, read.Body), (patched.Status, patched.Body));
        await AssertUnchangedAsync(made.Id, before);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task All_that_was_read_can_be_sent_back_and_changes_nothing(Transport transport)
    {
        var made = await AddEverythingAsync(transport);
        var before = await Service.LoadByConnectionAsync(made.Id);

        var answer = await UpdateAsync(transport, made, r =>
        {
            r.Name = made.Name;
            r.Credentials = SentBack(made);
            r.Variables.Add(made.Variables);
        });

        Assert.Equal(made, answer.Reply);
        await AssertUnchangedAsync(made.Id, before);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_secret_that_is_absent_keeps_its_stored_value(Transport transport)
    {
        var made = await AddAsync(transport, Samples.Credential("login", "basic-auth", Login));
        var before = await Service.LoadByConnectionAsync(made.Id);

        var none = await UpdateActionAsync(transport, made, Samples.Credential("login", "basic-auth", "{}"));
        var some = await UpdateActionAsync(
            transport, made, Samples.Credential("login", "basic-auth", """{"password": ""}"""));

        Assert.Equal([made, made], [none.Reply, some.Reply]);
        await AssertUnchangedAsync(made.Id, before);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Data_that_are_absent_keep_every_stored_value(Transport transport)
    {
        var made = await AddAsync(transport, Samples.Credential("login", "basic-auth", Login));
        var before = await Service.LoadByConnectionAsync(made.Id);
        var credential = Samples.Credential("login", "basic-auth");
        credential.Credential.Data = null;

        await UpdateActionAsync(transport, made, credential);

        await AssertUnchangedAsync(made.Id, before);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_new_secret_replaces_the_stored_one_and_leaves_the_others(Transport transport)
    {
        var made = await AddAsync(transport, Samples.Credential("login", "basic-auth", Login));

        var answer = await UpdateActionAsync(
            transport, made, Samples.Credential("login", "basic-auth", """{"username": "", "password": "new"}"""));

        AssertJson.Equal("""{"username": "me", "password": "new"}""", (await StoredDataAsync(made))[0]);
        Assert.Equal(made.Credentials.Action[0].Id, answer.Reply.Credentials.Action[0].Id);
        Assert.Equal(made.Credentials.Action[0].Credential.Id, answer.Reply.Credentials.Action[0].Credential.Id);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Of_several_credentials_the_one_with_the_id_is_changed(Transport transport)
    {
        var made = await AddAsync(transport, TwinsNamed("same"));
        var sent = SentBack(made);
        sent.Action[1].Credential.Data = Structs.Parse("""{"value": "new"}""");

        var answer = await UpdateAsync(transport, made, r => r.Credentials = sent);

        Assert.Equal(made.Credentials, answer.Reply.Credentials);
        Assert.Equal(["""{"value":"1"}""", """{"value":"new"}"""], (await StoredDataAsync(made)).Select(d => d.GetRawText()));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Credentials_with_ids_keep_their_secrets_in_another_order_and_under_another_name(Transport transport)
    {
        var made = await AddAsync(transport, TwinsNamed("same"));
        var sent = SentBack(made);
        sent.Action.Add(sent.Action[0]);
        sent.Action.RemoveAt(0);
        sent.Action[0].Credential.Name = "renamed";

        var answer = await UpdateAsync(transport, made, r => r.Credentials = sent);

        Assert.Equal(["renamed", "same"], answer.Reply.Credentials.Action.Select(c => c.Credential.Name));
        Assert.Equal(
            made.Credentials.Action.Select(c => c.Id).Reverse(), answer.Reply.Credentials.Action.Select(c => c.Id));
        Assert.Equal(["""{"value":"2"}""", """{"value":"1"}"""], (await StoredDataAsync(made)).Select(d => d.GetRawText()));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Without_an_id_the_credential_with_the_same_name_and_type_is_meant(Transport transport)
    {
        var made = await AddAsync(
            transport, Samples.Credential("a", data: """{"value": "1"}"""), Samples.Credential("b", data: """{"value": "2"}"""));

        var answer = await UpdateActionAsync(
            transport, made, Samples.Credential("b", data: """{"value": ""}"""), Samples.Credential("a", data: """{"value": "new"}"""));

        Assert.Equal(
            [made.Credentials.Action[1].Id, made.Credentials.Action[0].Id],
            answer.Reply.Credentials.Action.Select(c => c.Id));
        Assert.Equal(["""{"value":"2"}""", """{"value":"new"}"""], (await StoredDataAsync(made)).Select(d => d.GetRawText()));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_credential_of_another_name_is_a_new_one_and_must_be_complete(Transport transport)
    {
        var made = await AddAsync(transport, Samples.Credential("login", "basic-auth", Login));

        var incomplete = await UpdateActionAsync(
            transport, made, Samples.Credential("other", "basic-auth", """{"username": "me"}"""));
        var complete = await UpdateActionAsync(transport, made, Samples.Credential("other", "basic-auth", Login));

        incomplete.Refusal.AsInvalid("credentials.action[0].credential.data.password");
        Assert.NotEqual(made.Credentials.Action[0].Id, Assert.Single(complete.Reply.Credentials.Action).Id);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_credential_that_becomes_another_type_keeps_no_secret_of_the_old_one(Transport transport)
    {
        var made = await AddAsync(transport, Samples.Credential("login", "basic-auth", Login));
        var credential = Samples.Credential("login", "oauth2-password", """{"username": ""}""");
        credential.Id = made.Credentials.Action[0].Id;

        var answer = await UpdateActionAsync(transport, made, credential);

        answer.Refusal.AsInvalid("credentials.action[0].credential.data.password");
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task An_id_that_is_not_there_or_is_there_twice_is_a_violation_and_nothing_is_changed(Transport transport)
    {
        var made = await AddAsync(transport, Samples.Credential());
        var before = await Service.LoadByConnectionAsync(made.Id);
        var unknown = Samples.Credential();
        unknown.Id = Catalogue.NewId();
        var twice = Samples.Credential();
        twice.Id = made.Credentials.Action[0].Id;

        var answers = (
            Unknown: await UpdateActionAsync(transport, made, unknown),
            Twice: await UpdateActionAsync(transport, made, twice, twice),
            InTheOtherList: await UpdateAsync(
                transport, made, r => r.Credentials = new ConnectionCredentialsCreate { Trigger = { twice } }));

        answers.Unknown.Refusal.AsInvalid("credentials.action[0].id");
        answers.Twice.Refusal.AsInvalid("credentials.action[1].id");
        answers.InTheOtherList.Refusal.AsInvalid("credentials.trigger[0].id");
        await AssertUnchangedAsync(made.Id, before);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task New_credentials_for_one_list_leave_the_other_alone(Transport transport)
    {
        var made = await AddEverythingAsync(transport);

        var answer = await UpdateActionAsync(transport, made, Samples.Credential("new"));

        Assert.Equal(["new"], answer.Reply.Credentials.Action.Select(c => c.Credential.Name));
        Assert.Equal(made.Credentials.Trigger, answer.Reply.Credentials.Trigger);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task A_client_secret_that_is_absent_or_empty_keeps_its_stored_value_and_a_new_one_replaces_it(
        Transport transport)
    {
        var credential = Samples.Credential();
        credential.AuthSchemeConfig = Samples.OAuth2("old");
        var made = await AddAsync(transport, credential);
        var before = await Service.LoadByConnectionAsync(made.Id);

        credential.AuthSchemeConfig = Samples.OAuth2("");
        await UpdateActionAsync(transport, made, credential);
        credential.AuthSchemeConfig.Grant.ClearClientSecret();
        await UpdateActionAsync(transport, made, credential);
        await AssertUnchangedAsync(made.Id, before);

        credential.AuthSchemeConfig = Samples.OAuth2("new");
        await UpdateActionAsync(transport, made, credential);
        var stored = await Service.LoadConnectionAsync(made.Id);
        Assert.Equal("new", stored.Credentials.Action[0].AuthScheme.Config.Root
            .GetProperty("grant").GetProperty("clientSecret").GetString());
    }

    /// <summary>A connection with every type of credential and every kind of scheme.</summary>
    private Task<Connection> AddEverythingAsync(Transport transport)
    {
        var credentials = CredentialTypeTests.Matching
            .Select(row => Samples.Credential($"a {row.Data.Item1}", row.Data.Item1, row.Data.Item2)).ToList();
        credentials[0].AuthSchemeConfig = Samples.OAuth2("secret");
        credentials[1].AuthSchemeConfig = new AuthSchemeConfig
        {
            SchemeType = "oauth2",
            AuthorizeUrl = "https://a.example",
            TokenUrl = "https://t.example",
            Grant = new OAuth2Grant { GrantType = "password" },
        };
        credentials[2].AuthSchemeConfig = new AuthSchemeConfig { SchemeType = "none", ValidationMessages = Structs.List("[]") };
        return AddAsync(transport, [.. credentials]);
    }

    private static ConnectionCredentialCreate[] TwinsNamed(string name) =>
        [Samples.Credential(name, data: """{"value": "1"}"""), Samples.Credential(name, data: """{"value": "2"}""")];

    private async Task<Connection> AddAsync(Transport transport, params ConnectionCredentialCreate[] action)
    {
        var scene = await ApiScene.CreateAsync(On(transport));
        var connection = Samples.Connection(action);
        connection.Credentials.Trigger.Add(Samples.Credential("trigger"));
        connection.Variables.Add(new ConnectionVariable { Name = "region" });
        return await scene.AddConnectionAsync(await scene.AddUserAsync(), null, connection);
    }

    /// <summary>Credentials as they were read, in the shape in which they are sent.</summary>
    private static ConnectionCredentialsCreate SentBack(Connection connection)
    {
        var credentials = new ConnectionCredentialsCreate();
        credentials.Action.AddRange(connection.Credentials.Action.Select(ToCreate));
        credentials.Trigger.AddRange(connection.Credentials.Trigger.Select(ToCreate));
        return credentials;

        static ConnectionCredentialCreate ToCreate(ConnectionCredential read) => new()
        {
            Id = read.Id,
            AuthSchemeConfig = read.AuthSchemeConfig.Clone(),
            Credential = new CredentialCreate
            {
                Name = read.Credential.Name,
                Type = read.Credential.Type,
                Data = read.Credential.Data.Clone(),
            },
        };
    }

    private Task<Answer<Connection>> UpdateActionAsync(
        Transport transport, Connection connection, params ConnectionCredentialCreate[] action) =>
        UpdateAsync(transport, connection, r =>
        {
            r.Credentials = new ConnectionCredentialsCreate();
            r.Credentials.Action.AddRange(action);
        });

    private Task<Answer<Connection>> UpdateAsync(
        Transport transport, Connection connection, Action<UpdateConnectionRequest> change)
    {
        var request = new UpdateConnectionRequest { ConnectionId = connection.Id };
        change(request);
        return On(transport).CallAsync(request);
    }

    private async Task<System.Text.Json.JsonElement[]> StoredDataAsync(Connection connection) =>
        [.. (await Service.LoadConnectionAsync(connection.Id)).Credentials.Action.Select(c => c.Credential.Data.Root)];

    /// <summary>Fails the test if anything of the user was saved, or anything of the connection is another.</summary>
    private async Task AssertUnchangedAsync(string connection, Activations.EndUsers.EndUser before)
    {
        var after = await Service.LoadByConnectionAsync(connection);
        Assert.Equal(before.Version, after.Version);
        Assert.Equal(TextOf(before.Connections.Single()), TextOf(after.Connections.Single()));

        static string TextOf(DomainConnection c) =>
            $"{c.Name} {c.UpdatedAt:O} {string.Join(' ', c.Variables)} {Activations.EndUsers.ConnectionJson.Write(c.Credentials).GetText()}";
    }
}

public sealed class CredentialUpdatesOnSqlite(SqliteService service)
    : CredentialUpdateTests(service), IClassFixture<SqliteService>;

public sealed class CredentialUpdatesOnMongoDb(MongoDbService service)
    : CredentialUpdateTests(service), IClassFixture<MongoDbService>;
