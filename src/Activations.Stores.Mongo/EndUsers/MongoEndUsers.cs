using System.Collections.Immutable;
using Activations.EndUsers;
using Activations.Paging;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Activations.Stores.Mongo.EndUsers;

/// <summary>The end users in MongoDB.</summary>
internal sealed class MongoEndUsers(MongoConnection connection, Writes writes) : IEndUserStore
{
    public const string Collection = "endUsers";

    private static readonly string[][] Keys =
        [[BsonValues.IdField], [EndUserDocument.HubId, EndUserDocument.ExternalId]];

    public Task<bool> AddAsync(EndUser user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        return writes.AddAsync(Documents, EndUserDocument.Write(user), Keys, cancellationToken);
    }

    public async Task<EndUser?> LoadAsync(
        EndUserLookup lookup, EndUserParts parts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        ArgumentNullException.ThrowIfNull(parts);
        var documents = await ReadAsync(LoadPipeline.Of(lookup, parts), cancellationToken);
        if (documents is not [var document, ..])
            return null;

        var loaded = lookup is EndUserLookup.ByActivation { Id: var id } && parts.Activation is null
            ? parts with { Activation = id }
            : parts;
        return EndUserDocument.Read(document, loaded);
    }

    public Task<bool> SaveAsync(EndUserChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        var save = SaveUpdate.Of(change);

        return writes.SettleAsync(
            async () =>
            {
                var result = await Documents().UpdateOneAsync(save.Filter, save.Update, options: null, cancellationToken);
                return result.MatchedCount > 0 ? true : await WasSavedAsync(change, cancellationToken);
            },
            cancellationToken);
    }

    public async Task<Page<ListedActivation>> ListActivationsAsync(
        ActivationFilter filter, PageRequest<ActivationPosition> page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        while (true)
        {
            var found = await ReadAsync(ActivationList.Of(filter, page), cancellationToken);
            // Whether there is more is said by the positions, not by the rows: one of them may be deleted by now (G7).
            var (positions, hasPrevious, hasNext) = page.PageOf([.. found.Select(ActivationList.ReadPosition)]);
            if (positions.IsEmpty)
                return new Page<ListedActivation>([], hasPrevious, hasNext);

            var rows = await LoadRowsAsync(filter, positions, cancellationToken);
            if (!rows.IsEmpty)
                return new Page<ListedActivation>(rows, hasPrevious, hasNext);
        }
    }

    public async Task<int> CountActivationsAsync(ActivationFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        const string Count = "count";
        // A user has one activation of an integration at most.
        var perUser = filter.IntegrationId is null ? (BsonValue)$"${EndUserDocument.ActivationCount}" : 1;
        BsonDocument[] pipeline =
        [
            new("$match", ActivationList.MatchUsers(filter)),
            new("$group", new BsonDocument
            {
                { BsonValues.IdField, BsonNull.Value },
                { Count, new BsonDocument("$sum", perUser) },
            }),
        ];
        return await ReadAsync(pipeline, cancellationToken) is [var sum, ..] ? sum[Count].ToInt32() : 0;
    }

    private async Task<ImmutableArray<ListedActivation>> LoadRowsAsync(
        ActivationFilter filter, ImmutableArray<ActivationPosition> positions, CancellationToken cancellationToken)
    {
        var pipeline = LoadPipeline.Of(
            positions.Select(p => p.UserId).Distinct(), filter.HubId, positions.Select(p => p.ActivationId));
        var users = await ReadAsync(pipeline, cancellationToken);
        return ActivationList.Rows(positions, users.Select(user => EndUserDocument.Read(user, EndUserParts.Profile)));
    }

    /// <summary>
    /// Whether an earlier attempt saved the change; null if the user is still as it was, or no majority has seen the change.
    /// </summary>
    private async Task<bool?> WasSavedAsync(EndUserChange change, CancellationToken cancellationToken)
    {
        var filter = new BsonDocument
        {
            { BsonValues.IdField, change.From.Id.ToBson() },
            { EndUserDocument.HubId, change.From.Key.HubId.ToBson() },
            { EndUserDocument.ExternalId, change.From.Key.ExternalId },
        };
        var fields = new BsonDocument { { EndUserDocument.Version, 1 }, { Writes.Field, 1 } };
        var stored = await Documents().Find(filter).Project(fields).FirstOrDefaultAsync(cancellationToken);
        if (stored is null)
            return false;
        if (stored[Writes.Field].AsBsonArray.Contains(change.WriteId.ToBson()))
            return true;
        return stored[EndUserDocument.Version].ToInt64() == change.From.Version ? null : false;
    }

    private Task<List<BsonDocument>> ReadAsync(
        PipelineDefinition<BsonDocument, BsonDocument> pipeline, CancellationToken cancellationToken) =>
        MongoFailure.TranslateAsync(
            async () =>
            {
                using var cursor = await Documents().AggregateAsync(pipeline, options: null, cancellationToken);
                return await cursor.ToListAsync(cancellationToken);
            },
            cancellationToken);

    private IMongoCollection<BsonDocument> Documents() => connection.Collection(Collection);
}
