using Activations.Paging;
using Activations.Stores.Mongo.EndUsers;
using Activations.Stores.Mongo.Hubs;
using Activations.Stores.Mongo.Integrations;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Activations.Stores.Mongo.Schema;

/// <summary>
/// Brings a database up to date: indexes, then the fields that documents of earlier releases lack, then the record. What is
/// filled in is what readers take for an absent field, so that services of the earlier release don't mind. Ended at any time
/// and run again, it goes on with the documents that are left.
/// </summary>
/// <param name="connection">The database.</param>
/// <param name="report">Is told of each batch.</param>
internal sealed class MongoMigration(MongoConnection connection, Func<MigrationBatch, Task> report)
{
    private const int BatchSize = 500;
    private const int MaxPasses = 20;

    private readonly MongoSchema schema = new(connection);
    private readonly Dictionary<string, BsonValue?> organisations = [];

    /// <summary>Migrates.</summary>
    /// <returns>The version before; 0 where none was recorded.</returns>
    /// <exception cref="StoreUnusableException">A newer release wrote the database, or an index can't be had.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var record = await schema.ReadAsync(cancellationToken);
        record?.ThrowIfNewer();
        await MongoIndexes.EnsureAsync(connection, cancellationToken);
        if (record is null || record.Version < MongoSchema.Current)
        {
            foreach (var step in Steps())
                await RunAsync(step, cancellationToken);
            await schema.WriteAsync(cancellationToken);
        }

        return record?.Version ?? 0;
    }

    private IEnumerable<Step> Steps()
    {
        yield return new Step(
            MongoHubs.Collection,
            [VersionedUpdate.Version, HubDocument.DeletedAt],
            [],
            (_, _) => Task.FromResult(new BsonDocument { { VersionedUpdate.Version, 1L }, { HubDocument.DeletedAt, BsonNull.Value } }));
        yield return new Step(
            MongoIntegrations.Collection,
            [.. IntegrationDocument.AddedFields],
            [IntegrationDocument.HubId, IntegrationDocument.Name],
            FillIntegrationAsync);
        yield return new Step(
            MongoEndUsers.Collection,
            [EndUserDocument.ExternalIdFold, EndUserDocument.DisplayNameFold],
            [EndUserDocument.HubId, EndUserDocument.ExternalId, EndUserDocument.DisplayName],
            (user, _) => Task.FromResult(new BsonDocument
            {
                { EndUserDocument.ExternalIdFold, SearchTerm.Fold(user[EndUserDocument.ExternalId].AsString) },
                { EndUserDocument.DisplayNameFold, SearchTerm.Fold(user[EndUserDocument.DisplayName].AsString) },
            }));
    }

    private async Task<BsonDocument> FillIntegrationAsync(BsonDocument integration, CancellationToken cancellationToken)
    {
        var fields = new BsonDocument
        {
            { VersionedUpdate.Version, 1L },
            { IntegrationDocument.DeletedAt, BsonNull.Value },
            { IntegrationDocument.Summary, "" },
            { IntegrationDocument.ScreenshotUrl, "" },
            { IntegrationDocument.NameFold, SearchTerm.Fold(integration[IntegrationDocument.Name].AsString) },
        };
        var hub = integration[IntegrationDocument.HubId].AsString;
        if (!organisations.TryGetValue(hub, out var organisation))
            organisations[hub] = organisation = await FindOrganisationAsync(hub, cancellationToken);
        // Without its hub an integration is nobody's: it stays beyond every API key's reach.
        fields[ReachFilter.OrganisationId] = organisation ?? default(Identifiers.OrganisationId).ToBson();
        return fields;
    }

    private async Task<BsonValue?> FindOrganisationAsync(string hub, CancellationToken cancellationToken)
    {
        var document = await connection.CallAsync<BsonDocument?>(
            async token => await connection.Collection(MongoHubs.Collection)
                .Find(new BsonDocument(BsonValues.IdField, hub)).FirstOrDefaultAsync(token),
            cancellationToken);
        return document?[HubDocument.OrganisationId];
    }

    /// <summary>A document that changes meanwhile is left for the next pass.</summary>
    private async Task RunAsync(Step step, CancellationToken cancellationToken)
    {
        for (var pass = 1; pass <= MaxPasses; pass++)
        {
            var found = 0L;
            BsonValue? last = null;
            while (await FindAsync(step, last, cancellationToken) is { Count: > 0 } batch)
            {
                found += batch.Count;
                last = batch[^1][BsonValues.IdField];
                await report(new MigrationBatch(step.Collection, await FillAsync(step, batch, cancellationToken)));
            }

            if (found == 0)
                return;
        }

        throw new StoreUnusableException(
            $"Documents of '{step.Collection}' keep lacking fields: a service of an earlier release than the last one writes them. Stop it, and run 'migrate' again.");
    }

    private Task<List<BsonDocument>> FindAsync(Step step, BsonValue? last, CancellationToken cancellationToken)
    {
        var filter = new BsonDocument
        {
            { BsonValues.SchemaField, new BsonDocument("$lte", BsonValues.Schema) },
            { "$or", new BsonArray(step.Fields.Select(field => new BsonDocument(field, Absent))) },
        };
        if (last is not null)
            filter.Add(BsonValues.IdField, new BsonDocument("$gt", last));
        var read = new BsonDocument(step.Reads.Concat(step.Fields).Select(field => new BsonElement(field, 1)));
        return connection.CallAsync(
            token => connection.Collection(step.Collection).Find(filter)
                .Sort(new BsonDocument(BsonValues.IdField, 1)).Limit(BatchSize).Project(read).ToListAsync(token),
            cancellationToken);
    }

    private async Task<long> FillAsync(Step step, List<BsonDocument> batch, CancellationToken cancellationToken)
    {
        var updates = new List<WriteModel<BsonDocument>>(batch.Count);
        foreach (var document in batch)
        {
            var filter = new BsonDocument(BsonValues.IdField, document[BsonValues.IdField]);
            filter.AddRange(step.Reads.Select(field => new BsonElement(field, document[field]))); // what was read still holds
            var set = new BsonDocument();
            foreach (var field in await step.FillAsync(document, cancellationToken))
            {
                if (document.Contains(field.Name))
                    continue;
                filter.Add(field.Name, Absent);
                set.Add(field);
            }

            updates.Add(new UpdateOneModel<BsonDocument>(filter, new BsonDocument("$set", set)));
        }

        var result = await connection.CallAsync(
            token => connection.Collection(step.Collection).BulkWriteAsync(updates, new BulkWriteOptions { IsOrdered = false }, token),
            cancellationToken);
        return result.ModifiedCount;
    }

    private static BsonDocument Absent => new("$exists", false);

    /// <summary>What a collection's documents may lack.</summary>
    /// <param name="Collection">The collection.</param>
    /// <param name="Fields">The fields that may be absent.</param>
    /// <param name="Reads">The fields from which they follow.</param>
    /// <param name="FillAsync">What all of them are to be.</param>
    private sealed record Step(
        string Collection, string[] Fields, string[] Reads, Func<BsonDocument, CancellationToken, Task<BsonDocument>> FillAsync);
}

/// <summary>A batch of documents that a migration brought up to date.</summary>
/// <param name="Collection">Their collection.</param>
/// <param name="Documents">How many.</param>
public sealed record MigrationBatch(string Collection, long Documents);
