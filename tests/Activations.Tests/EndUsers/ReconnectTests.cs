using System.Collections.Immutable;
using Activations.Builders;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Json;

namespace Activations.Tests.EndUsers;

/// <summary>A connection is changed in place, and what is not shown to callers stays as it is stored.</summary>
public sealed class ReconnectTests
{
    private const string OAuth = """{"schemeType":"oauth2","grant":{"grantType":"password","clientId":"c","clientSecret":"cs"}}""";

    private static readonly DateTimeOffset Later = Catalogue.CreatedAt.AddDays(1);

    private static readonly ConnectionCredential Key = Credential("01J0DEM0CRD00000000000000A", "key", "string", """{"value":"s3cret"}""");

    private static readonly ConnectionCredential Login = Credential(
        "01J0DEM0CRD00000000000000B", "login", "basic-auth", """{"username":"me","password":"pw"}""", OAuth);

    private static readonly Connection Connection = Catalogue.CrmConnection with
    {
        Credentials = new ConnectionCredentials([Key, Login], [Key with { Id = Id.Parse<CredentialId>("01J0DEM0CRD00000000000000C") }]),
        Variables = [new ConnectionVariable("region", "eu")],
    };

    private static readonly EndUser User = Catalogue.DemoUser with
    {
        Parts = new EndUserParts { Connections = [Connection.Id] },
        Connections = [Connection],
        Usage = new EndUserUsage(2, 0, 1_000, 0),
    };

    [Fact]
    public void What_was_read_and_is_sent_back_changes_nothing()
    {
        var decision = Decide(new ConnectionUpdate(
            Connection.Name,
            [Update(Key.Id, "key", "string", """{"value":""}"""), Update(Login.Id, "login", "basic-auth", """{"password":"","username":""}""", Redacted)],
            [Update(Connection.Credentials.Trigger[0].Id, "key", "string", """{"value":""}""")],
            Connection.Variables));

        Assert.Empty(decision.Edits);
        Assert.Equal(Connection, decision.Result);
    }

    [Fact]
    public void What_is_not_given_stays_as_it_is()
    {
        var changed = Changed(new ConnectionUpdate("New name", null, null, null));

        Assert.Equal(Connection with { Name = "New name", UpdatedAt = Later }, changed with
        {
            Credentials = Connection.Credentials,
        });
        Assert.Equal(Connection.Credentials.Action, changed.Credentials.Action);
        Assert.Equal(Connection.Credentials.Trigger, changed.Credentials.Trigger);
    }

    [Fact]
    public void A_new_secret_replaces_its_own_and_no_other()
    {
        var changed = Changed(Action(
            Update(Key.Id, "key", "string", "{}"), Update(Login.Id, "login", "basic-auth", """{"password":"new"}""", Redacted)));

        Assert.Equal(Key, changed.Credentials.Action[0]);
        Assert.Equal("""{"username":"me","password":"new"}""", changed.Credentials.Action[1].Credential.Data.GetText());
        Assert.Equal(OAuth, changed.Credentials.Action[1].AuthScheme.Config.GetText());
    }

    [Fact]
    public void A_credential_without_an_id_is_the_one_with_its_name_and_type()
    {
        var changed = Changed(Action(Update(null, "login", "basic-auth", """{"password":"new"}""")));

        Assert.Equal(Login.Id, Assert.Single(changed.Credentials.Action).Id);
        Assert.Equal("""{"username":"me","password":"new"}""", changed.Credentials.Action[0].Credential.Data.GetText());
    }

    [Fact]
    public void A_credential_that_names_its_id_has_it_before_one_that_has_the_same_name()
    {
        var changed = Changed(Action(
            Update(null, "key", "string", """{"value":"another"}"""), Update(Key.Id, "key", "string", "{}")));

        Assert.Equal("""{"value":"another"}""", changed.Credentials.Action[0].Credential.Data.GetText());
        Assert.NotEqual(Key.Id, changed.Credentials.Action[0].Id);
        Assert.Equal(Key, changed.Credentials.Action[1]);
    }

    [Fact]
    public void A_new_credential_has_no_secrets_to_keep()
    {
        var error = Assert.Throws<InvalidRequestException>(() => Decide(Action(
            Update(null, "unknown", "basic-auth", """{"password":"pw"}"""))));

        Assert.Equal(["credentials.action[0].credential.data.username"], error.Violations.Select(v => v.Field));
    }

    [Fact]
    public void A_secret_is_not_kept_for_a_credential_of_another_type()
    {
        var error = Assert.Throws<InvalidRequestException>(() => Decide(Action(
            Update(Key.Id, "key", "binary", """{"valueBase64":1}"""))));

        Assert.Equal(["credentials.action[0].credential.data.valueBase64"], error.Violations.Select(v => v.Field));
    }

    [Fact]
    public void A_credential_can_take_the_place_of_one_of_its_own_list_only_and_once()
    {
        var error = Assert.Throws<InvalidRequestException>(() => Decide(Action(
            Update(Connection.Credentials.Trigger[0].Id, "key", "string", """{"value":"v"}"""),
            Update(Key.Id, "key", "string", "{}"),
            Update(Key.Id, "key", "string", """{"value":"v"}"""))));

        Assert.Equal(["credentials.action[0].id", "credentials.action[2].id"], error.Violations.Select(v => v.Field));
    }

    [Fact]
    public void Usage_follows_the_change() => Assert.Equal(
        User.Usage with { JsonBytes = 1_000 - "region".Length - "eu".Length },
        Decide(new ConnectionUpdate(null, null, null, [])).Usage);

    [Fact]
    public void A_connection_that_is_not_there_is_not_found()
    {
        var error = Assert.Throws<ResourceNotFoundException>(() => new Reconnect(new CountingIds()).Decide(
            User with { Connections = [] }, Connection.Id, new ConnectionUpdate("a", null, null, null), Later));

        Assert.Equal(ErrorReason.ConnectionNotFound, error.Reason);
    }

    private static string Redacted => OAuth.Replace("\"cs\"", "\"\"", StringComparison.Ordinal);

    private static ConnectionUpdate Action(params ImmutableArray<CredentialUpdate> updates) => new(null, updates, null, null);

    private static Decision<Connection> Decide(ConnectionUpdate update) =>
        new Reconnect(new CountingIds()).Decide(User, Connection.Id, update, Later);

    private static Connection Changed(ConnectionUpdate update) =>
        Assert.IsType<EndUserEdit.SetConnection>(Assert.Single(Decide(update).Edits)).Connection;

    private static CredentialUpdate Update(CredentialId? id, string name, string type, string data, string? scheme = null) => new(
        id, new CredentialDraft(SchemeOf(scheme), name, type, JsonText.FromTrustedText(data)));

    private static ConnectionCredential Credential(string id, string name, string type, string data, string? scheme = null) => new(
        Id.Parse<CredentialId>(id),
        SchemeOf(scheme),
        new Credential(Id.Parse<CredentialId>("01J0DEM0CRD00000000000000D"), name, type, JsonText.FromTrustedText(data)));

    private static AuthScheme SchemeOf(string? scheme) =>
        scheme is null ? Catalogue.Crm.AuthScheme : new AuthScheme(JsonText.FromTrustedText(scheme));
}
