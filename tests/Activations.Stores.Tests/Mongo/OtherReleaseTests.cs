using Activations.Access;
using Activations.Builders;
using Activations.Grpc.Tests.Service;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Paging;
using Activations.Stores.Tests.Suite;
using MongoDB.Bson;

namespace Activations.Stores.Tests.Mongo;

/// <summary>Documents as an earlier release wrote them, without what came later, and as a later one may write them.</summary>
public sealed class OtherReleaseTests(MongoDbAtHand atHand) : IAsyncLifetime
{
    private MongoUnderTest? underTest;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IStore Store => UnderTest.Store;

    private MongoUnderTest UnderTest =>
        underTest ?? throw new InvalidOperationException("The test was not initialized.");

    public async ValueTask InitializeAsync() => underTest = await MongoUnderTest.CreateAsync(atHand, Cancellation);

    public async ValueTask DisposeAsync()
    {
        if (underTest is not null)
            await underTest.DisposeAsync();
    }

    [Fact]
    public async Task A_hub_of_an_earlier_release_is_read_listed_and_saved()
    {
        var hub = Catalogue.Hub;
        await Store.Hubs.AddAsync(hub, Cancellation);
        await UnsetAsync("hubs", hub.Id.ToString(), "version", "deletedAt");

        var loaded = await Store.Hubs.LoadAsync(Reach.Everything, hub.Id, Cancellation);
        Assert.Equal(hub, loaded);
        var page = await Store.Hubs.ListAsync(Reach.Everything, hub.OrganisationId, new PageRequest<HubId>(10), Cancellation);
        Assert.Equal(hub, Assert.Single(page.Rows));
        Assert.Equal(1, await Store.Hubs.CountAsync(Reach.Everything, hub.OrganisationId, Cancellation));

        var changed = hub with { Name = "New", Version = 2 };
        Assert.True(await Store.Hubs.SaveAsync(hub, changed, Cancellation));
        Assert.False(await Store.Hubs.SaveAsync(hub, changed, Cancellation));
        Assert.Equal(changed, await Store.Hubs.LoadAsync(Reach.Everything, hub.Id, Cancellation));
    }

    [Fact]
    public async Task An_integration_of_an_earlier_release_is_read_listed_and_saved()
    {
        var integration = Catalogue.ContactsToMailer;
        await Store.Integrations.AddAsync(integration, Cancellation);
        await UnsetAsync(
            "integrations", integration.Id.ToString(), "version", "deletedAt", "summary", "screenshotUrl", "nameFold");
        var filter = new IntegrationFilter(integration.HubId);

        var loaded = await Store.Integrations.LoadAsync(Reach.Everything, integration.Id, Cancellation);
        Assert.Equal(Snapshot.Of(integration), Snapshot.Of(loaded));
        var page = await Store.Integrations.ListAsync(Reach.Everything, filter, new PageRequest<IntegrationId>(10), Cancellation);
        Assert.Equal(integration.Id, Assert.Single(page.Rows).Id);
        Assert.Equal(1, await Store.Integrations.CountAsync(Reach.Everything, filter, Cancellation));

        var changed = integration with { Summary = "New", Version = 2 };
        Assert.True(await Store.Integrations.SaveAsync(integration, changed, Cancellation));
        Assert.False(await Store.Integrations.SaveAsync(integration, changed, Cancellation));
        Assert.Equal("New", (await Store.Integrations.LoadAsync(Reach.Everything, integration.Id, Cancellation))?.Summary);
    }

    [Fact]
    public async Task What_a_later_release_wrote_survives_a_save()
    {
        var integration = Catalogue.ContactsToMailer;
        await Store.Integrations.AddAsync(integration, Cancellation);
        var id = integration.Id.ToString();
        await UnderTest.UpdateAsync("integrations", id, BsonDocument.Parse(
            "{ $set: { later: 1, 'templates.0.later': 2, 'templates.1.connector.later': 3 } }"));

        var changed = integration.WithUsedTemplates([]).With(Catalogue.PingTemplate) with { Name = "New", Version = 2 };
        Assert.True(await Store.Integrations.SaveAsync(integration, changed, Cancellation));

        var stored = await UnderTest.ReadAsync("integrations", id);
        Assert.Equal(
            (1, 2, 3),
            (stored["later"], stored["templates"][0]["later"], stored["templates"][1]["connector"]["later"]));
        Assert.Equal(
            Snapshot.Of(changed), Snapshot.Of(await Store.Integrations.LoadAsync(Reach.Everything, integration.Id, Cancellation)));
    }

    private Task UnsetAsync(string collection, string id, params string[] fields) => UnderTest.UpdateAsync(
        collection, id, new BsonDocument("$unset", new BsonDocument(fields.Select(field => new BsonElement(field, "")))));
}
