using Activations.Access;
using Activations.Builders;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Json;

namespace Activations.Stores.Tests.Suite;

public abstract partial class StoreSuite
{
    private static readonly JsonText OddSchema =
        JsonText.FromTrustedText("""{ "type":"object","properties":{"$ref":{},"a.b":{"const":"Zoë 日本 🎉 \u0000"}} }""");

    [Fact]
    [Trait(Guarantee, "G5")]
    public async Task An_integration_comes_back_unchanged_after_reopening()
    {
        var odd = make.Template() with
        {
            IsUsed = false,
            IsPrimary = true,
            Connector = Catalogue.Crm with { Name = "Zoë's 日本 🎉", ImageUrl = "urn:image" },
        };
        var integration = await AddAsync(Filled(make.Integration(make.Template(), odd, make.Template())));

        await UnderTest.ReopenAsync();

        Assert.Equal(Snapshot.Of(integration), Snapshot.Of(await LoadAsync(integration)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [Trait(Guarantee, "G5")]
    public async Task No_schema_and_an_empty_one_are_told_apart(string? schema)
    {
        var integration = await AddAsync(make.Integration() with
        {
            VariablesSchema = schema is null ? null : JsonText.FromTrustedText(schema),
        });

        Assert.Equal(Snapshot.Of(integration), Snapshot.Of(await LoadAsync(integration)));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task A_second_integration_with_the_same_id_is_refused_and_the_first_left_as_it_is()
    {
        var integration = await AddAsync(make.Integration(make.Template()));
        var second = make.Integration(make.Template()) with { Id = integration.Id };

        Assert.False(await Integrations.AddAsync(second, Cancellation));

        Assert.Equal(Snapshot.Of(integration), Snapshot.Of(await LoadAsync(integration)));
        Assert.Null(await Integrations.LoadByTemplateAsync(Reach.Everything, second.Templates[0].Id, Cancellation));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task Everything_that_may_change_of_an_integration_is_saved()
    {
        var integration = await AddAsync(make.Integration(make.Template()));
        var bystander = await AddAsync(make.Integration(make.Template()));

        integration = await SaveAsync(integration, i => Filled(i) with { IsDeployed = true });
        await UnderTest.ReopenAsync();

        Assert.Equal(2, integration.Version);
        Assert.Equal(Snapshot.Of(integration), Snapshot.Of(await LoadAsync(integration)));
        Assert.Equal(Snapshot.Of(bystander), Snapshot.Of(await LoadAsync(bystander)));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task A_schema_is_cleared_and_texts_are_emptied()
    {
        var integration = await AddAsync(Filled(make.Integration(make.Template())));

        integration = await SaveAsync(integration, i => i with
        {
            VariablesSchema = null,
            ImageUrl = "",
            ScreenshotUrl = "",
            Description = "",
            Summary = "",
        });

        Assert.Equal(Snapshot.Of(integration), Snapshot.Of(await LoadAsync(integration)));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task An_added_template_and_changed_uses_come_back_unchanged()
    {
        var integration = await AddAsync(
            make.Integration(make.Template(), make.Template() with { IsUsed = false }, make.Template()));
        var (first, second) = (make.Template() with { IsUsed = false }, make.Template() with { IsPrimary = true });

        integration = await SaveAsync(
            integration, i => i.WithUsedTemplates([i.Templates[1].Id, i.Templates[2].Id]).With(first).With(second));
        integration = await SaveAsync(integration, i => i.WithUsedTemplates([i.Templates[0].Id, first.Id]));

        Assert.Equal([true, false, false, true, false], integration.Templates.Select(t => t.IsUsed));
        Assert.Equal(Snapshot.Of(integration), Snapshot.Of(await LoadAsync(integration)));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task A_template_is_added_where_there_was_none()
    {
        var integration = await AddAsync(make.Integration());

        integration = await SaveAsync(integration, i => i.With(make.Template()));

        Assert.Equal(Snapshot.Of(integration), Snapshot.Of(await LoadAsync(integration)));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task An_integration_is_found_by_each_of_its_templates()
    {
        await AddAsync(make.Integration(make.Template()));
        var integration = await AddAsync(make.Integration(make.Template(), make.Template()));
        integration = await SaveAsync(integration, i => i.With(make.Template()));

        foreach (var template in integration.Templates)
        {
            var found = await Integrations.LoadByTemplateAsync(Reach.Everything, template.Id, Cancellation);
            Assert.Equal(Snapshot.Of(integration), Snapshot.Of(found));
        }

        Assert.Null(await Integrations.LoadByTemplateAsync(Reach.Everything, make.NextId<ConnectionTemplateId>(), Cancellation));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [Trait(Guarantee, "G3")]
    public async Task An_integration_that_is_saved_from_another_version_is_refused_and_left_as_it_is(int difference)
    {
        var integration = await SaveAsync(
            await AddAsync(make.Integration(make.Template())), i => i with { Name = "Renamed" });
        var (other, added) = (integration with { Version = integration.Version + difference }, make.Template());

        Assert.False(await Integrations.SaveAsync(
            other, Filled(other.WithUsedTemplates([]).With(added)) with { Version = other.Version + 1 }, Cancellation));

        Assert.Equal(Snapshot.Of(integration), Snapshot.Of(await LoadAsync(integration)));
        Assert.Null(await Integrations.LoadByTemplateAsync(Reach.Everything, added.Id, Cancellation));
    }

    [Fact]
    [Trait(Guarantee, "G3")]
    public async Task A_save_of_an_integration_that_does_not_exist_is_refused_and_stores_nothing()
    {
        var (integration, added) = (make.Integration(), make.Template());

        Assert.False(await Integrations.SaveAsync(
            integration, integration.With(added) with { Version = 2 }, Cancellation));

        Assert.Null(await LoadAsync(integration));
        Assert.Null(await Integrations.LoadByTemplateAsync(Reach.Everything, added.Id, Cancellation));
    }

    [Fact]
    [Trait(Guarantee, "G3")]
    public async Task Of_64_saves_of_an_integration_from_one_version_exactly_one_succeeds()
    {
        var integration = await AddAsync(make.Integration(make.Template()));
        var changes = Enumerable.Range(0, 64)
            .Select(i => integration.With(make.Template()) with { Name = $"{i}", Version = 2 }).ToList();

        var saved = await Task.WhenAll(
            changes.Select(changed => Integrations.SaveAsync(integration, changed, Cancellation)));

        var winner = changes[Assert.Single(saved.Index(), s => s.Item).Index];
        Assert.Equal(Snapshot.Of(winner), Snapshot.Of(await LoadAsync(integration)));
        foreach (var loser in changes.Where(c => c != winner))
            Assert.Null(await Integrations.LoadByTemplateAsync(Reach.Everything, loser.Templates[1].Id, Cancellation));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task A_tombstone_keeps_schema_and_templates_and_can_be_taken_back()
    {
        var integration = await AddAsync(Filled(make.Integration(make.Template(), make.Template())));

        var tombstone = await SaveAsync(integration, i => i with { DeletedAt = Now.AddMilliseconds(1) });

        var byTemplate = await Integrations.LoadByTemplateAsync(Reach.Everything, integration.Templates[1].Id, Cancellation);
        Assert.Equal(Snapshot.Of(tombstone), Snapshot.Of(await LoadAsync(integration)));
        Assert.Equal(Snapshot.Of(tombstone), Snapshot.Of(byTemplate));
        Assert.Equal(
            Snapshot.Of(tombstone), Snapshot.Of((await Integrations.LoadManyAsync(Reach.Everything, [integration.Id], Cancellation)).Single()));

        var back = await SaveAsync(tombstone, i => i with { DeletedAt = null });
        Assert.Equal(Snapshot.Of(back), Snapshot.Of(await LoadAsync(integration)));
    }

    [Fact]
    [Trait(Guarantee, "G1")]
    public async Task Several_integrations_are_loaded_at_once()
    {
        var first = await AddAsync(make.Integration(make.Template()));
        var second = await AddAsync(make.Integration(make.Template(), make.Template()));
        await AddAsync(make.Integration(make.Template()));

        var loaded = await Integrations.LoadManyAsync(
            Reach.Everything,
            [second.Id, make.NextId<IntegrationId>(), first.Id], Cancellation);

        Assert.Equal(
            [Snapshot.Of(first), Snapshot.Of(second)], loaded.OrderBy(i => i.Id.Value).Select(Snapshot.Of));
        Assert.Empty(await Integrations.LoadManyAsync(Reach.Everything, [], Cancellation));
    }

    /// <summary>The integration with something in every field.</summary>
    private static Integration Filled(Integration integration) => integration with
    {
        Name = "Zoë's 日本 🎉 %_\\",
        ImageUrl = "https://images.example/a.png",
        ScreenshotUrl = "https://images.example/b.png",
        Description = "Does \u2028 things",
        Summary = "$things",
        VariablesSchema = OddSchema,
    };

    /// <summary>Stores an integration that must be new.</summary>
    private async Task<Integration> AddAsync(Integration integration)
    {
        Assert.True(await Integrations.AddAsync(integration, Cancellation));
        return integration;
    }

    /// <summary>Saves a change that must be accepted; answers the integration afterwards.</summary>
    private async Task<Integration> SaveAsync(Integration integration, Func<Integration, Integration> change)
    {
        var changed = change(integration) with { Version = integration.Version + 1 };
        Assert.True(await Integrations.SaveAsync(integration, changed, Cancellation));
        return changed;
    }

    private Task<Integration?> LoadAsync(Integration integration) => Integrations.LoadAsync(Reach.Everything, integration.Id, Cancellation);
}
