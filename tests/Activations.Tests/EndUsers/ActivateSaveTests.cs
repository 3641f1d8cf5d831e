using Activations.Builders;
using Activations.EndUsers;
using Activations.Json;

namespace Activations.Tests.EndUsers;

/// <summary>What is saved once nothing stands in the way.</summary>
public sealed class ActivateSaveTests : ActivateTests
{
    private static readonly BindingDraft NewCrm =
        Drafts.New(Catalogue.CrmTemplate, Drafts.Credential("string", """{"value":"s3cret"}"""));

    private static readonly BindingDraft NewMailer = Drafts.New(Catalogue.MailerTemplate);

    [Fact]
    public void The_activation_says_what_the_request_said()
    {
        var draft = Drafts.Of(Catalogue.Ping) with { DynamicVariables = JsonText.FromTrustedText("""{"a":1}""") };

        var decision = Decide(Catalogue.Ping, Catalogue.DemoUser, draft);

        var activation = ActivationIn(decision);
        Assert.Equal(new Activated(activation.Id, IsReplay: false), decision.Result);
        Assert.Equal(Catalogue.Ping.Id, activation.IntegrationId);
        Assert.Equal(draft.DynamicVariables, activation.DynamicVariables);
        Assert.Equal("1", activation.Etag);
        Assert.Equal((Now, Now), (activation.CreatedAt, activation.UpdatedAt));
    }

    [Fact]
    public void New_connections_are_added_before_the_activation_that_binds_them()
    {
        var decision = Decide(
            Catalogue.ContactsToMailer,
            Catalogue.DemoUser,
            Drafts.Of(Catalogue.ContactsToMailer, NewMailer, NewCrm));

        Assert.Equal(
            [typeof(EndUserEdit.AddConnection), typeof(EndUserEdit.AddConnection), typeof(EndUserEdit.AddActivation)],
            decision.Edits.Select(e => e.GetType()));
        Assert.Equal(
            decision.Edits.OfType<EndUserEdit.AddConnection>().Select(e => e.Connection.Id),
            ActivationIn(decision).Bindings.Select(b => b.ConnectionId));
    }

    [Fact]
    public void A_new_connection_is_to_the_connector_of_its_template()
    {
        var decision = Decide(
            Catalogue.ContactsToMailer, Catalogue.DemoUser, Drafts.Of(Catalogue.ContactsToMailer, NewMailer));

        var connection = Assert.Single(decision.Edits.OfType<EndUserEdit.AddConnection>()).Connection;
        Assert.Equal(Catalogue.Mailer.Id, connection.ConnectorId);
        Assert.Equal("new connection", connection.Name);
        Assert.Equal((Now, Now), (connection.CreatedAt, connection.UpdatedAt));
    }

    [Fact]
    public void A_new_connection_keeps_its_credentials_and_variables()
    {
        var draft = new ConnectionDraft(
            "new",
            [Drafts.Credential("string", """{"value":"action"}""")],
            [Drafts.Credential("string", """{"value":"trigger"}""")],
            [new ConnectionVariable("region", "eu")]);

        var decision = Decide(
            Catalogue.Ping, Catalogue.NewUser, Drafts.Of(Catalogue.Ping, Drafts.New(Catalogue.PingTemplate, draft)));

        var connection = Assert.Single(decision.Edits.OfType<EndUserEdit.AddConnection>()).Connection;
        Assert.Equal(draft.Action[0].Data, Assert.Single(connection.Credentials.Action).Credential.Data);
        Assert.Equal(draft.Trigger[0].Data, Assert.Single(connection.Credentials.Trigger).Credential.Data);
        Assert.Equal(draft.Variables, connection.Variables);
    }

    [Fact]
    public void The_first_new_connection_to_a_primary_template_becomes_the_primary_one()
    {
        var integration = Catalogue.ContactsToMailer with
        {
            Templates = [Catalogue.MailerTemplate, Catalogue.CrmTemplate, Catalogue.PingTemplate],
        };
        var draft = Drafts.Of(integration, Drafts.New(Catalogue.PingTemplate), NewCrm, NewMailer);

        var decision = Decide(integration, Catalogue.NewUser, draft);

        var primary = Assert.Single(decision.Edits.OfType<EndUserEdit.SetPrimaryConnection>());
        var bound = ActivationIn(decision).Bindings.Single(b => b.TemplateId == Catalogue.CrmTemplate.Id);
        Assert.Equal(new EndUserEdit.SetPrimaryConnection(bound.ConnectionId, Now), primary);
    }

    [Fact]
    public void A_primary_connection_stays_the_primary_one()
    {
        var decision = Decide(
            Catalogue.ContactsToMailer, Catalogue.DemoUser, Drafts.Of(Catalogue.ContactsToMailer, NewCrm, NewMailer));

        Assert.Empty(decision.Edits.OfType<EndUserEdit.SetPrimaryConnection>());
    }

    [Fact]
    public void A_new_connection_to_another_template_does_not_become_the_primary_one()
    {
        var integration = Catalogue.ContactsToMailer with { Templates = [Catalogue.MailerTemplate] };

        var decision = Decide(integration, Catalogue.NewUser, Drafts.Of(integration, NewMailer));

        Assert.Empty(decision.Edits.OfType<EndUserEdit.SetPrimaryConnection>());
    }

    [Fact]
    public void A_request_id_is_remembered_together_with_the_activation()
    {
        var draft = Drafts.Of(Catalogue.Ping) with { RequestId = "r" };

        var decision = Decide(Catalogue.Ping, Catalogue.DemoUser, draft);

        var edit = Assert.Single(decision.Edits.OfType<EndUserEdit.RememberRequestId>());
        Assert.Equal(("r", decision.Result.ActivationId, Now), (edit.Used.Value, edit.Used.ActivationId, edit.Used.UsedAt));
        Assert.Equal(RequestFingerprint.Of(draft), edit.Used.Fingerprint);
        Assert.Equal(Now.AddHours(-24), edit.ForgetBefore);
    }

    [Fact]
    public void Without_a_request_id_none_is_remembered()
    {
        var decision = Decide(Catalogue.Ping, Catalogue.DemoUser, Drafts.Of(Catalogue.Ping));

        Assert.Empty(decision.Edits.OfType<EndUserEdit.RememberRequestId>());
    }
}
