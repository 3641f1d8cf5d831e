using Activations.Builders;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Json;
using Activations.Paging;

namespace Activations.Tests.Integrations;

public sealed class IntegrationTests
{
    [Fact]
    public void A_template_is_used_and_is_primary_if_its_connector_is_the_hubs()
    {
        var ids = new CountingIds();

        Assert.Equal((true, true), Flags(ConnectionTemplate.Of(Catalogue.Crm, Catalogue.Hub, ids)));
        Assert.Equal((true, false), Flags(ConnectionTemplate.Of(Catalogue.Mailer, Catalogue.Hub, ids)));
    }

    [Fact]
    public void The_templates_that_are_named_are_used_and_the_others_are_not()
    {
        var changed = Catalogue.ContactsToMailer.WithUsedTemplates([Catalogue.MailerTemplate.Id]);

        Assert.Equal([false, true], changed.Templates.Select(t => t.IsUsed));
    }

    [Fact]
    public void A_template_of_another_integration_is_refused_with_its_place()
    {
        var error = Assert.Throws<InvalidRequestException>(() => Catalogue.ContactsToMailer.WithUsedTemplates(
            [Catalogue.CrmTemplate.Id, Catalogue.PingTemplate.Id]));

        Assert.Equal("usedConnectionTemplates[1]", error.Violations.Single().Field);
    }

    [Fact]
    public void Templates_are_paged_by_id_in_both_directions()
    {
        var ids = new CountingIds();
        var all = Enumerable.Range(0, 5).Select(_ => ConnectionTemplate.Of(Catalogue.Mailer, Catalogue.Hub, ids)).ToList();
        var integration = Catalogue.Ping with { Templates = [all[3], all[0], all[4], all[1], all[2]] };

        var first = integration.ListTemplates(new PageRequest<ConnectionTemplateId>(2));
        var second = integration.ListTemplates(new PageRequest<ConnectionTemplateId>(2, After: all[1].Id));
        var before = integration.ListTemplates(new PageRequest<ConnectionTemplateId>(2, Before: all[4].Id));

        Assert.Equal([all[0], all[1]], first.Rows);
        Assert.Equal([all[2], all[3]], second.Rows);
        Assert.Equal([all[2], all[3]], before.Rows);
        Assert.Equal((false, true), (first.HasPrevious, first.HasNext));
        Assert.Equal((true, true), (before.HasPrevious, before.HasNext));
    }

    [Fact]
    public void An_integration_holds_at_most_100_templates_and_8_MiB_of_JSON()
    {
        var ids = new CountingIds();
        var template = ConnectionTemplate.Of(Catalogue.Mailer, Catalogue.Hub, ids);
        var large = JsonText.FromTrustedText($$"""{"$comment":"{{new string('a', Integration.MaxJsonBytes)}}"}""");

        (Catalogue.Ping with { Templates = [.. Enumerable.Repeat(template, 100)] }).ThrowIfTooLarge();
        Assert.Throws<LimitExceededException>((Catalogue.Ping with { Templates = [.. Enumerable.Repeat(template, 101)] }).ThrowIfTooLarge);
        Assert.Throws<LimitExceededException>((Catalogue.Ping with { VariablesSchema = large }).ThrowIfTooLarge);
    }

    private static (bool IsUsed, bool IsPrimary) Flags(ConnectionTemplate template) => (template.IsUsed, template.IsPrimary);
}
