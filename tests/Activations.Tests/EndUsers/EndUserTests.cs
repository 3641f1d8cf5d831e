using Activations.Builders;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Json;

namespace Activations.Tests.EndUsers;

/// <summary>"Not loaded" is never taken for "not there".</summary>
public sealed class EndUserTests
{
    private static readonly ConnectionId Unknown = Id.Parse<ConnectionId>("01J0DEM0CNX000000000000009");

    [Fact]
    public void A_connection_that_was_asked_for_and_is_not_there_is_null() => Assert.Null(
        (Catalogue.DemoUser with { Parts = new EndUserParts { Connections = [Unknown] } }).FindConnection(Unknown));

    [Fact]
    public void A_connection_that_was_loaded_is_found_without_having_been_asked_for() =>
        Assert.Equal(Catalogue.CrmConnection, Catalogue.DemoUser.FindConnection(Catalogue.CrmConnection.Id));

    [Fact]
    public void A_connection_that_was_not_asked_for_is_a_defect() =>
        Assert.Throws<InvalidOperationException>(() => Catalogue.DemoUser.FindConnection(Unknown));

    [Fact]
    public void An_activation_that_was_not_asked_for_is_a_defect() =>
        Assert.Throws<InvalidOperationException>(() => Catalogue.DemoUser.FindActivation(default));

    [Fact]
    public void An_integration_that_was_not_asked_for_is_a_defect() =>
        Assert.Throws<InvalidOperationException>(() => Catalogue.DemoUser.FindActivationOf(Catalogue.Ping.Id));

    [Fact]
    public void A_request_id_that_was_not_asked_for_is_a_defect() =>
        Assert.Throws<InvalidOperationException>(() => Catalogue.DemoUser.FindRequestId("r"));

    [Fact]
    public void A_request_id_is_looked_for_ordinally()
    {
        var user = Catalogue.DemoUser with
        {
            Parts = new EndUserParts { RequestId = new RequestIdPart("r", Catalogue.CreatedAt) },
        };

        Assert.Throws<InvalidOperationException>(() => user.FindRequestId("R"));
    }

    [Fact]
    public void A_user_without_a_primary_connection_has_none() => Assert.Null(Catalogue.NewUser.PrimaryConnection);

    [Fact]
    public void The_JSON_of_a_connection_is_counted_in_bytes()
    {
        var connection = Catalogue.MailerConnection with
        {
            Credentials = ConnectionCredentials.None,
            Variables = [new ConnectionVariable("地域", "日本")],
        };

        Assert.Equal(12, connection.JsonByteCount);
    }

    [Fact]
    public void The_credentials_and_auth_schemes_of_a_connection_count_as_JSON()
    {
        var credential = Assert.Single(Catalogue.CrmConnection.Credentials.Action);

        Assert.Equal(
            Catalogue.Crm.AuthScheme.Config.ByteCount + credential.Credential.Data.ByteCount,
            Catalogue.CrmConnection.JsonByteCount);
    }

    [Fact]
    public void What_a_request_needs_is_loaded_with_the_user()
    {
        var draft = Drafts.Of(
            Catalogue.ContactsToMailer,
            Drafts.Existing(Catalogue.CrmTemplate, Catalogue.CrmConnection),
            Drafts.Existing(Catalogue.PingTemplate, Catalogue.CrmConnection),
            Drafts.New(Catalogue.MailerTemplate)) with
        {
            RequestId = "r",
            DynamicVariables = JsonText.EmptyObject,
        };

        var parts = draft.Parts(Catalogue.CreatedAt);

        Assert.Equal(Catalogue.ContactsToMailer.Id, parts.ActivationOf);
        Assert.Equal([Catalogue.CrmConnection.Id], parts.Connections);
        Assert.Equal(new RequestIdPart("r", Catalogue.CreatedAt.AddHours(-24)), parts.RequestId);
    }
}
