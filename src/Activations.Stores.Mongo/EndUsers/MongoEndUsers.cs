using System.Collections.Immutable;
using Activations.Access;
using Activations.EndUsers;
using Activations.Identifiers;
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

    private readonly Reads reads = new(connection, Collection);

    public async Task<bool> AddAsync(EndUser user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        // What is added later has a new id; who brings activations along brings ids that may be taken.
        if (!user.Activations.IsEmpty && await reads.FindAsync(MatchOthers(user), cancellationToken) is not null)
            return false;
        return await writes.AddAsync(Collection, EndUserDocument.Write(user), Keys, cancellationToken);
    }

    public async Task<EndUser?> LoadAsync(
        Reach reach, EndUserLookup lookup, EndUserParts parts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        ArgumentNullException.ThrowIfNull(parts);
        var loaded = lookup.With(parts);
        return await reads.AggregateAsync(LoadPipeline.Of(reach, lookup, loaded), cancellationToken) is [var document, ..]
            ? EndUserDocument.Read(document, loaded)
            : null;
    }

    public Task<bool> SaveAsync(EndUserChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        return writes.SaveAsync(Collection, SaveUpdate.Of(change), cancellationToken);
    }

    public Task<bool> DeleteAsync(EndUser user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        return writes.DeleteAsync(Collection, EndUserDocument.KeyOf(user.Id, user.Key), cancellationToken);
    }

    public Task<Page<EndUserSummary>> ListAsync(
        Reach reach, EndUserFilter filter, PageRequest<EndUserId> page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return reads.ListAsync(
            Match(reach, filter), page, EndUserDocument.SummaryFields, EndUserDocument.ReadSummary, cancellationToken);
    }

    public Task<int> CountAsync(Reach reach, EndUserFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return reads.CountAsync(Match(reach, filter), cancellationToken);
    }

    public Task<Page<EndUserSummary>> ListAllAsync(PageRequest<EndUserId> page, CancellationToken cancellationToken) =>
        reads.ListAsync([], page, EndUserDocument.SummaryFields, EndUserDocument.ReadSummary, cancellationToken);

    public Task<int> CountAllAsync(CancellationToken cancellationToken) => reads.CountAsync([], cancellationToken);

    public async Task<Page<ConnectionSummary>> ListConnectionsAsync(
        Reach reach, ConnectionFilter filter, PageRequest<ConnectionId> page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var rows = await reads.AggregateAsync(ConnectionList.Of(reach, filter, page), cancellationToken);
        return page.PageOf([.. rows.Select(ConnectionList.Read)]);
    }

    public async Task<int> CountConnectionsAsync(Reach reach, ConnectionFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return await reads.AggregateAsync(ConnectionList.CountOf(reach, filter), cancellationToken) is [var counted, ..]
            ? counted[ConnectionList.Count].ToInt32()
            : 0;
    }

    public async Task<Page<ListedActivation>> ListActivationsAsync(
        Reach reach, ActivationFilter filter, PageRequest<ActivationPosition> page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        while (true)
        {
            var found = await reads.AggregateAsync(ActivationList.Of(reach, filter, page), cancellationToken);
            // Whether there is more is said by the positions, not by the rows: one of them may be deleted by now (G7).
            var (positions, hasPrevious, hasNext) = page.PageOf([.. found.Select(ActivationList.ReadPosition)]);
            if (positions.IsEmpty)
                return new Page<ListedActivation>([], hasPrevious, hasNext);

            var rows = await LoadRowsAsync(filter, positions, cancellationToken);
            if (!rows.IsEmpty)
                return new Page<ListedActivation>(rows, hasPrevious, hasNext);
        }
    }

    public async Task<int> CountActivationsAsync(Reach reach, ActivationFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        const string Count = "count";
        // A user has one activation of an integration at most.
        var perUser = filter.IntegrationId is null ? (BsonValue)$"${EndUserDocument.ActivationCount}" : 1;
        BsonDocument[] pipeline =
        [
            new("$match", ActivationList.MatchUsers(reach, filter)),
            new("$group", new BsonDocument
            {
                { BsonValues.IdField, BsonNull.Value },
                { Count, new BsonDocument("$sum", perUser) },
            }),
        ];
        return await reads.AggregateAsync(pipeline, cancellationToken) is [var sum, ..] ? sum[Count].ToInt32() : 0;
    }

    private async Task<ImmutableArray<ListedActivation>> LoadRowsAsync(
        ActivationFilter filter, ImmutableArray<ActivationPosition> positions, CancellationToken cancellationToken)
    {
        var pipeline = LoadPipeline.Of(
            positions.Select(p => p.UserId).Distinct(), filter.HubId, positions.Select(p => p.ActivationId));
        var users = await reads.AggregateAsync(pipeline, cancellationToken);
        return ActivationList.Rows(positions, users.Select(user => EndUserDocument.Read(user, EndUserParts.Profile)));
    }

    private static BsonDocument Match(Reach reach, EndUserFilter filter)
    {
        var match = new BsonDocument(EndUserDocument.HubId, filter.HubId.ToBson());
        if (filter.Search is { } term)
            match.Add("$or", SearchFilter.Of(term, EndUserDocument.ExternalIdFold, EndUserDocument.DisplayNameFold));
        return match.Within(reach, externalId: EndUserDocument.ExternalId);
    }

    /// <summary>Other users that have a connection or an activation with the id of one of this user's.</summary>
    private static BsonDocument MatchOthers(EndUser user) => new()
    {
        { BsonValues.IdField, new BsonDocument("$ne", user.Id.ToBson()) },
        {
            "$or",
            new BsonArray
            {
                In(EndUserDocument.ActivationIds, user.Activations.Select(activation => activation.Id.ToBson())),
                In(EndUserDocument.ConnectionIds, user.Connections.Select(connection => connection.Id.ToBson())),
            }
        },
    };

    private static BsonDocument In(string field, IEnumerable<BsonValue> values) =>
        new(field, new BsonDocument("$in", new BsonArray(values)));
}
