using Activations.Builders;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Integrations;

namespace Activations.Tests.EndUsers;

/// <summary>Rules B2–B4: which connection is bound to which template.</summary>
public sealed class ActivateBindingTests : ActivateTests
{
    private static readonly Integration Integration = Catalogue.ContactsToMailer;

    private static readonly Connection Strange =
        Catalogue.MailerConnection with { Id = Id.Parse<ConnectionId>("01J0DEM0CNX000000000000009") };

    [Fact]
    public void A_template_of_another_integration_is_a_violation() // B2
    {
        var draft = Drafts.Of(
            Integration,
            Drafts.Existing(Catalogue.MailerTemplate, Catalogue.MailerConnection),
            Drafts.Existing(Catalogue.PingTemplate, Catalogue.CrmConnection));

        var violation = Assert.Single(ViolationsOf(Integration, Catalogue.DemoUser, draft));

        Assert.Equal(new Violation("connections[1].templateId", "is not a template of this integration"), violation);
    }

    [Fact]
    public void The_same_template_twice_is_a_violation_of_the_second() // B2
    {
        var binding = Drafts.Existing(Catalogue.MailerTemplate, Catalogue.MailerConnection);

        var violation = Assert.Single(
            ViolationsOf(Integration, Catalogue.DemoUser, Drafts.Of(Integration, binding, binding)));

        Assert.Equal(new Violation("connections[1].templateId", "is there twice"), violation);
    }

    [Fact]
    public void A_connection_that_the_user_does_not_have_is_a_violation() // B3
    {
        var draft = Drafts.Of(Integration, Drafts.Existing(Catalogue.MailerTemplate, Strange));

        var violation = Assert.Single(ViolationsOf(Integration, Catalogue.DemoUser, draft));

        Assert.Equal(new Violation("connections[0].connectionId", "is not a connection of this user"), violation);
    }

    [Fact]
    public void A_connection_to_another_connector_is_a_violation() // B3
    {
        var draft = Drafts.Of(Integration, Drafts.Existing(Catalogue.MailerTemplate, Catalogue.CrmConnection));

        var violation = Assert.Single(ViolationsOf(Integration, Catalogue.DemoUser, draft));

        Assert.Equal("connections[0].connectionId", violation.Field);
    }

    [Fact]
    public void Each_used_template_without_a_connection_is_a_violation_that_names_it() // B4
    {
        var violations = ViolationsOf(Integration, Catalogue.NewUser, Drafts.Of(Integration));

        Assert.Equal(["connections", "connections"], violations.Select(v => v.Field));
        Assert.Contains(Catalogue.CrmTemplate.Id.ToString(), violations[0].Message, StringComparison.Ordinal);
        Assert.Contains(Catalogue.MailerTemplate.Id.ToString(), violations[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_used_primary_template_falls_back_to_the_primary_connection() // B4
    {
        var decision = Decide(Catalogue.Ping, Catalogue.DemoUser, Drafts.Of(Catalogue.Ping));

        Assert.Equal(
            [new Binding(Catalogue.PingTemplate.Id, Catalogue.CrmConnection.Id)], ActivationIn(decision).Bindings);
    }

    [Fact]
    public void A_template_that_is_not_primary_does_not_fall_back() // B4
    {
        var integration = Catalogue.Ping with { Templates = [Catalogue.PingTemplate with { IsPrimary = false }] };

        var violation = Assert.Single(ViolationsOf(integration, Catalogue.DemoUser, Drafts.Of(integration)));

        Assert.Equal("connections", violation.Field);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_template_that_is_not_used_may_be_left_out(bool isPrimary)
    {
        var template = Catalogue.PingTemplate with { IsUsed = false, IsPrimary = isPrimary };
        var integration = Catalogue.Ping with { Templates = [template] };

        Assert.Empty(ActivationIn(Decide(integration, Catalogue.DemoUser, Drafts.Of(integration))).Bindings);
    }

    [Fact]
    public void A_template_that_is_not_used_is_bound_when_the_request_says_so()
    {
        var template = Catalogue.PingTemplate with { IsUsed = false };
        var integration = Catalogue.Ping with { Templates = [template] };
        var draft = Drafts.Of(integration, Drafts.Existing(template, Catalogue.CrmConnection));

        var decision = Decide(integration, Catalogue.DemoUser, draft);

        Assert.Equal([new Binding(template.Id, Catalogue.CrmConnection.Id)], ActivationIn(decision).Bindings);
    }

    [Fact]
    public void Bindings_stand_in_the_order_of_the_templates()
    {
        var draft = Drafts.Of(
            Integration,
            Drafts.Existing(Catalogue.MailerTemplate, Catalogue.MailerConnection),
            Drafts.Existing(Catalogue.CrmTemplate, Catalogue.CrmConnection));

        var decision = Decide(Integration, Catalogue.DemoUser, draft);

        Assert.Equal(
            [Catalogue.CrmTemplate.Id, Catalogue.MailerTemplate.Id],
            ActivationIn(decision).Bindings.Select(b => b.TemplateId));
    }

    [Fact]
    public void One_connection_can_serve_two_templates_of_its_connector()
    {
        var integration = Catalogue.Ping with { Templates = [Catalogue.PingTemplate, Catalogue.CrmTemplate] };
        var draft = Drafts.Of(
            integration,
            Drafts.Existing(Catalogue.PingTemplate, Catalogue.CrmConnection),
            Drafts.Existing(Catalogue.CrmTemplate, Catalogue.CrmConnection));

        var decision = Decide(integration, Catalogue.DemoUser, draft);

        Assert.All(
            ActivationIn(decision).Bindings, binding => Assert.Equal(Catalogue.CrmConnection.Id, binding.ConnectionId));
    }

    [Fact]
    public void An_integration_without_templates_needs_no_connection()
    {
        var integration = Catalogue.Ping with { Templates = [] };

        Assert.Empty(ActivationIn(Decide(integration, Catalogue.NewUser, Drafts.Of(integration))).Bindings);
    }
}
