using Activations.Builders;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Json;

namespace Activations.Tests.EndUsers;

/// <summary>Rules B5 and B6, and that all violations are reported at once.</summary>
public sealed class ActivateViolationTests : ActivateTests
{
    [Fact]
    public void Credential_data_that_does_not_match_its_type_is_a_violation() // B5
    {
        var connection = new ConnectionDraft(
            "new",
            Action: [Drafts.Credential("none", "{}"), Drafts.Credential("string", "{}")],
            Trigger: [Drafts.Credential("string", "{}")],
            []);
        var draft = Drafts.Of(Catalogue.Ping, Drafts.New(Catalogue.PingTemplate, connection));

        var violations = ViolationsOf(Catalogue.Ping, Catalogue.NewUser, draft);

        Assert.Equal(
            [
                "connections[0].credentials.action[1].credential.data.value",
                "connections[0].credentials.trigger[0].credential.data.value",
            ],
            violations.Select(v => v.Field));
    }

    [Theory]
    [InlineData("schedule.hour", "dynamicVariables.schedule.hour")]
    [InlineData("tags[2]", "dynamicVariables.tags[2]")]
    [InlineData("[2]", "dynamicVariables[2]")]
    [InlineData("", "dynamicVariables")]
    public void Variables_that_break_the_schema_are_violations_below_dynamicVariables(string field, string path) // B6
    {
        var violations = ViolationsOf(
            Catalogue.Ping, Catalogue.DemoUser, Drafts.Of(Catalogue.Ping), new Violation(field, "is wrong"));

        Assert.Equal([new Violation(path, "is wrong")], violations);
    }

    [Fact]
    public void The_variables_are_checked_against_the_schema_of_the_integration() // B6
    {
        var schemas = new Schemas();
        var draft = Drafts.Of(
            Catalogue.ContactsToMailer,
            Drafts.Existing(Catalogue.MailerTemplate, Catalogue.MailerConnection)) with
        {
            DynamicVariables = JsonText.FromTrustedText("""{"listName":"friends"}"""),
        };

        new Activate(schemas, new CountingIds()).Decide(
            Catalogue.ContactsToMailer, Catalogue.DemoUser.LoadedFor(draft, Now), draft, Now);

        Assert.Equal([(Catalogue.ContactsToMailer.VariablesSchema, draft.DynamicVariables)], schemas.Checked);
    }

    [Fact]
    public void All_violations_are_reported_at_once()
    {
        var integration = Catalogue.ContactsToMailer with
        {
            Templates = [Catalogue.CrmTemplate, Catalogue.MailerTemplate, Catalogue.PingTemplate],
        };
        var draft = Drafts.Of(
            integration,
            Drafts.Existing(Catalogue.NightlyExport.Templates[0], Catalogue.CrmConnection), // B2
            Drafts.Existing(Catalogue.CrmTemplate, Catalogue.MailerConnection), // B3
            Drafts.New(Catalogue.MailerTemplate, Drafts.Credential("string", "{}"))); // B5

        var violations = ViolationsOf(
            integration,
            Catalogue.DemoUser with { PrimaryConnectionId = null }, // B4
            draft,
            new Violation("listName", "is required")); // B6

        Assert.Equal(
            [
                "connections[0].templateId",
                "connections[1].connectionId",
                "connections[2].credentials.action[0].credential.data.value",
                "connections",
                "dynamicVariables.listName",
            ],
            violations.Select(v => v.Field));
    }

    [Fact]
    public void A_template_with_a_wrong_connection_is_not_reported_as_missing_one_too()
    {
        var draft = Drafts.Of(
            Catalogue.Ping, Drafts.Existing(Catalogue.PingTemplate, Catalogue.MailerConnection));

        Assert.Single(ViolationsOf(Catalogue.Ping, Catalogue.DemoUser, draft));
    }
}
