using Activations.Access;
using Activations.Builders;
using Activations.Grpc.Tests.Service;
using Activations.Paging;
using Activations.Stores.Mongo;
using Activations.Stores.Mongo.Schema;
using MongoDB.Bson;

namespace Activations.Stores.Tests.Mongo;

/// <summary>Which databases the store starts on, and how one of an earlier release is brought up to date.</summary>
public sealed class MigrationTests(MongoDbAtHand atHand) : IAsyncLifetime
{
    private const int Many = 1_200; // three batches

    private MongoUnderTest? underTest;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private MongoUnderTest UnderTest =>
        underTest ?? throw new InvalidOperationException("The test was not initialized.");

    private MongoStore Store => (MongoStore)UnderTest.Store;

    public async ValueTask InitializeAsync() => underTest = await MongoUnderTest.CreateAsync(atHand, Cancellation);

    public async ValueTask DisposeAsync()
    {
        if (underTest is not null)
            await underTest.DisposeAsync();
    }

    [Fact]
    public async Task An_empty_database_is_set_up_at_the_start_and_starts_again()
    {
        await Store.Hubs.AddAsync(Catalogue.Hub, Cancellation);
        await UnderTest.ReopenAsync();

        var found = await Store.InspectAsync(Cancellation);
        Assert.Equal((MongoInspection.Needed, false), (found.Version, found.IsEmpty));
        Assert.Empty(found.MissingIndexes);
    }

    [Fact]
    public async Task A_database_of_an_earlier_release_is_refused_until_it_is_migrated()
    {
        await AddAsEarlierReleaseAsync();

        var refused = await Assert.ThrowsAsync<StoreUnusableException>(UnderTest.ReopenAsync);
        Assert.Contains("'migrate'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, await MigrateAsync());
        await UnderTest.ReopenAsync();

        var stored = await UnderTest.ReadAsync("integrations", Catalogue.ContactsToMailer.Id.ToString());
        Assert.Equal(Catalogue.Hub.OrganisationId.ToString(), stored["organisationId"].AsString);
        Assert.Equal(SearchTerm.Fold(Catalogue.ContactsToMailer.Name), stored["nameFold"].AsString);
        Assert.Equal(1, stored["version"].ToInt32());
        Assert.Equal(("", "", BsonNull.Value), (stored["summary"], stored["screenshotUrl"], stored["deletedAt"]));
        var reach = Reach.Of(Catalogue.Hub.OrganisationId);
        Assert.NotNull(await Store.Integrations.LoadAsync(reach, Catalogue.ContactsToMailer.Id, Cancellation));
        Assert.Equal(1, (await UnderTest.ReadAsync("hubs", Catalogue.Hub.Id.ToString()))["version"].ToInt32());
        Assert.Equal(MongoInspection.Needed, await MigrateAsync());
    }

    [Fact]
    public async Task A_migration_that_was_ended_goes_on_with_what_is_left()
    {
        await UnderTest.InsertAsync("endUsers", Enumerable.Range(0, Many).Select(number => new BsonDocument
        {
            { "_id", Ulid.NewUlid().ToString() },
            { "schema", 1 },
            { "hubId", Catalogue.Hub.Id.ToString() },
            { "externalId", $"User-{number}" },
            { "displayName", "Ann" },
        }));
        await UnderTest.RemoveAsync("meta", "schema");
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var first = 0L;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.MigrateAsync(
            batch =>
            {
                first += batch.Documents;
                return ended.CancelAsync();
            },
            ended.Token));
        var second = 0L;
        await Store.MigrateAsync(
            batch =>
            {
                second += batch.Documents;
                return Task.CompletedTask;
            },
            Cancellation);

        Assert.InRange(first, 1, Many - 1);
        Assert.Equal(Many, first + second);
        await UnderTest.ReopenAsync();
        Assert.Equal(
            Many,
            await Store.EndUsers.CountAsync(
                Reach.Everything, new(Catalogue.Hub.Id, SearchTerm.Of("user-")), Cancellation));
    }

    [Fact]
    public async Task A_database_that_only_newer_releases_can_use_is_neither_used_nor_migrated()
    {
        await UnderTest.UpdateAsync("meta", "schema", BsonDocument.Parse("{ $set: { version: 99, oldest: 99 } }"));

        var refused = await Assert.ThrowsAsync<StoreUnusableException>(UnderTest.ReopenAsync);
        Assert.Contains("99", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnusableException>(MigrateAsync);
    }

    [Fact]
    public async Task A_newer_database_that_this_release_can_use_starts_and_stays_newer()
    {
        await UnderTest.UpdateAsync("meta", "schema", BsonDocument.Parse("{ $set: { version: 99, oldest: 1 } }"));
        await Store.Hubs.AddAsync(Catalogue.Hub, Cancellation);

        await UnderTest.ReopenAsync();
        await MigrateAsync();

        Assert.Equal(99, (await Store.InspectAsync(Cancellation)).Version);
    }

    [Fact]
    public async Task What_changed_while_it_was_migrated_is_migrated_as_it_is_then()
    {
        await AddAsEarlierReleaseAsync();
        var isFirst = true;

        await Store.MigrateAsync(
            async batch =>
            {
                if (batch.Collection != "hubs" || !isFirst)
                    return;
                isFirst = false;
                await UnderTest.UpdateAsync(
                    "integrations",
                    Catalogue.ContactsToMailer.Id.ToString(),
                    BsonDocument.Parse("{ $set: { name: 'Renamed', nameFold: 'RENAMED BY A SERVICE' } }"));
            },
            Cancellation);

        var stored = await UnderTest.ReadAsync("integrations", Catalogue.ContactsToMailer.Id.ToString());
        Assert.Equal("RENAMED BY A SERVICE", stored["nameFold"].AsString);
        Assert.True(stored.Contains("organisationId"));
    }

    private Task<int> MigrateAsync() => Store.MigrateAsync(_ => Task.CompletedTask, Cancellation);

    /// <summary>A hub and an integration without what came later, and no record of a schema.</summary>
    private async Task AddAsEarlierReleaseAsync()
    {
        await Store.Hubs.AddAsync(Catalogue.Hub, Cancellation);
        await Store.Integrations.AddAsync(Catalogue.ContactsToMailer, Cancellation);
        await UnsetAsync("hubs", Catalogue.Hub.Id.ToString(), "version", "deletedAt");
        await UnsetAsync(
            "integrations",
            Catalogue.ContactsToMailer.Id.ToString(),
            "version", "deletedAt", "summary", "screenshotUrl", "nameFold", "organisationId");
        await UnderTest.RemoveAsync("meta", "schema");
    }

    private Task UnsetAsync(string collection, string id, params string[] fields) => UnderTest.UpdateAsync(
        collection, id, new BsonDocument("$unset", new BsonDocument(fields.Select(field => new BsonElement(field, "")))));
}
