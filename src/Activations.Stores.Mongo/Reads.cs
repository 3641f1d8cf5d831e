using System.Runtime.CompilerServices;
using Activations.Identifiers;
using Activations.Paging;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Activations.Stores.Mongo;

/// <summary>The reads of a collection; what the driver throws comes out as the domain's exceptions.</summary>
/// <param name="connection">The connection.</param>
/// <param name="name">The name of the collection.</param>
internal sealed class Reads(MongoConnection connection, string name)
{
    private IMongoCollection<BsonDocument> Collection => connection.Collection(name);

    /// <summary>Finds a document.</summary>
    public Task<BsonDocument?> FindAsync(
        BsonDocument filter, CancellationToken cancellationToken, [CallerMemberName] string method = "") => CallAsync(
        async token => (BsonDocument?)await Collection.Find(filter).FirstOrDefaultAsync(token),
        method,
        cancellationToken);

    /// <summary>Finds documents, in no order.</summary>
    public Task<List<BsonDocument>> FindManyAsync(
        BsonDocument filter, CancellationToken cancellationToken, [CallerMemberName] string method = "") =>
        CallAsync(token => Collection.Find(filter).ToListAsync(token), method, cancellationToken);

    /// <summary>Reads what comes out of an aggregation.</summary>
    public Task<List<BsonDocument>> AggregateAsync(
        PipelineDefinition<BsonDocument, BsonDocument> pipeline,
        CancellationToken cancellationToken,
        [CallerMemberName] string method = "") => CallAsync(
        async token =>
        {
            using var cursor = await Collection.AggregateAsync(pipeline, options: null, token);
            return await cursor.ToListAsync(token);
        },
        method,
        cancellationToken);

    /// <summary>Reads a page of documents, ordered by id (G7).</summary>
    /// <param name="filter">Which; says nothing of the id itself.</param>
    /// <param name="page">Which page of them.</param>
    /// <param name="fields">What of them; all if null.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="method">What is measured.</param>
    public async Task<Page<TRow>> ListAsync<TId, TRow>(
        BsonDocument filter,
        PageRequest<TId> page,
        BsonDocument? fields,
        Func<BsonDocument, TRow> read,
        CancellationToken cancellationToken,
        [CallerMemberName] string method = "")
        where TId : struct, IId<TId>
    {
        if (Keyset.Of(page) is { } range)
            filter.Add(BsonValues.IdField, range);

        var found = await CallAsync(
            token => Collection.Find(filter)
                .Sort(new BsonDocument(BsonValues.IdField, Keyset.DirectionOf(page)))
                .Limit(page.Limit + 1)
                .Project(fields ?? [])
                .ToListAsync(token),
            method,
            cancellationToken);
        return page.PageOf([.. found.Select(read)]);
    }

    /// <summary>Counts documents.</summary>
    public Task<int> CountAsync(
        BsonDocument filter, CancellationToken cancellationToken, [CallerMemberName] string method = "") => CallAsync(
        async token => checked((int)await Collection.CountDocumentsAsync(filter, options: null, token)),
        method,
        cancellationToken);

    private Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, string method, CancellationToken cancellationToken) =>
        connection.OperationsOn(name).MeasureAsync(method, () => connection.CallAsync(call, cancellationToken));
}
