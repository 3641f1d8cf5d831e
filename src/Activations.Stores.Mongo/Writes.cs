using System.Runtime.CompilerServices;
using Activations.Errors;
using Activations.Identifiers;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Activations.Stores.Mongo;

/// <summary>
/// Writes of which it is known whether they took place, or that fail as unknown. Every document keeps the ids of its last
/// writes; where an answer was lost, the document is asked. A change of a version is issued again; a new document and a
/// deletion are not, since others may have answered with writes of their own. Where no trace is left, nothing is claimed.
/// </summary>
/// <param name="connection">The connection.</param>
/// <param name="ids">Where write ids come from.</param>
/// <param name="time">The clock, for the pauses between attempts.</param>
internal sealed class Writes(MongoConnection connection, IIdSource ids, TimeProvider time)
{
    /// <summary>The field with the ids of the last writes.</summary>
    public const string Field = "writes";

    /// <summary>How many write ids a document keeps.</summary>
    public const int Kept = 32;

    private const int MaxAttempts = 4;
    private const int FirstPauseMilliseconds = 100;

    /// <summary>Stores a new document (G1, G2).</summary>
    /// <param name="collection">The name of the collection.</param>
    /// <param name="document">The document.</param>
    /// <param name="keys">The sets of fields of which each is unique.</param>
    /// <param name="cancellationToken">Ends the wait; the document may have been stored all the same (G8).</param>
    /// <returns>Whether it is new.</returns>
    public Task<bool> AddAsync(
        string collection,
        BsonDocument document,
        string[][] keys,
        CancellationToken cancellationToken)
    {
        var writeId = ids.Next<WriteId>().ToBson();
        document[Field] = new BsonArray { writeId };

        return SettleAsync(
            collection,
            async (mayHaveTakenPlace, token) =>
            {
                var documents = connection.Collection(collection);
                // Stored again, a document would come back that somebody has seen and deleted by now.
                if (mayHaveTakenPlace)
                    return await IsOursAsync(documents, document, keys, writeId, token) is true ? true : null;
                try
                {
                    await documents.InsertOneAsync(document, options: null, token);
                    return true;
                }
                catch (MongoWriteException e) when (MongoFailure.IsDuplicateKey(e))
                {
                    return await IsOursAsync(documents, document, keys, writeId, token);
                }
            },
            cancellationToken);
    }

    /// <summary>Saves a change of a whole aggregate if its version is still the one it was changed from (G1, G3).</summary>
    /// <param name="collection">The name of the collection.</param>
    /// <param name="before">The document as it was loaded.</param>
    /// <param name="after">The document as it is to be.</param>
    /// <param name="cancellationToken">Ends the wait; the change may have taken place all the same (G8).</param>
    /// <returns>Whether it was saved.</returns>
    public Task<bool> SaveAsync(
        string collection, BsonDocument before, BsonDocument after, CancellationToken cancellationToken) =>
        SaveAsync(collection, VersionedUpdate.Between(before, after, ids.Next<WriteId>()), cancellationToken);

    /// <summary>Saves a change if the document's version is still the one that it was decided on (G1, G2, G3).</summary>
    /// <param name="collection">The name of the collection.</param>
    /// <param name="update">The change.</param>
    /// <param name="cancellationToken">Ends the wait; the change may have taken place all the same (G8).</param>
    /// <returns>Whether it was saved.</returns>
    public Task<bool> SaveAsync(string collection, VersionedUpdate update, CancellationToken cancellationToken)
    {
        var options = new UpdateOptions();
        if (update.ArrayFilters.Count > 0)
            options.ArrayFilters = [.. update.ArrayFilters.Select(f => new BsonDocumentArrayFilterDefinition<BsonDocument>(f))];

        return SettleAsync(
            collection,
            async (mayHaveTakenPlace, token) =>
            {
                var documents = connection.Collection(collection);
                var result = await documents.UpdateOneAsync(update.Filter, update.Update, options, token);
                if (result.MatchedCount > 0)
                    return true;
                return mayHaveTakenPlace ? await WasSavedAsync(documents, update, token) : false;
            },
            cancellationToken);
    }

    /// <summary>Deletes a document (G1).</summary>
    /// <param name="collection">The name of the collection.</param>
    /// <param name="key">The fields that identify the document, its shard key among them.</param>
    /// <param name="cancellationToken">Ends the wait; the document may have been deleted all the same (G8).</param>
    /// <returns>Whether there was one.</returns>
    public Task<bool> DeleteAsync(string collection, BsonDocument key, CancellationToken cancellationToken) =>
        connection.OperationsOn(collection).MeasureAsync(nameof(DeleteAsync), () => connection.CallAsync(
            async token => (await connection.Collection(collection).DeleteOneAsync(key, token)).DeletedCount > 0, cancellationToken));

    /// <summary>Makes attempts at a write until it is known whether it took place.</summary>
    /// <param name="collection">The name of the collection.</param>
    /// <param name="attempt">
    /// Tries to write, told whether an earlier attempt may have taken place, and answers whether this one or an earlier one
    /// did; null if that is not known.
    /// </param>
    /// <param name="cancellationToken">Ends the wait; the write may have taken place all the same (G8).</param>
    /// <param name="method">What is measured.</param>
    /// <exception cref="StoreUnavailableException">It did not take place, or that can't be found out.</exception>
    public Task<bool> SettleAsync(
        string collection,
        Func<bool, CancellationToken, Task<bool?>> attempt,
        CancellationToken cancellationToken,
        [CallerMemberName] string method = "") =>
        connection.OperationsOn(collection).MeasureAsync(method, () => SettleAsync(attempt, cancellationToken));

    private async Task<bool> SettleAsync(
        Func<bool, CancellationToken, Task<bool?>> attempt, CancellationToken cancellationToken)
    {
        var mayHaveTakenPlace = false;
        for (var number = 1; ; number++)
        {
            var isUncertain = mayHaveTakenPlace; // as it is before the attempt
            try
            {
                if (await connection.CallAsync(token => attempt(isUncertain, token), cancellationToken) is { } tookPlace)
                    return tookPlace;
                if (number == MaxAttempts)
                    throw new StoreUnavailableException("The database can't tell whether the write took place.");
            }
            catch (StoreUnavailableException e) when (number < MaxAttempts && !connection.IsAway)
            {
                mayHaveTakenPlace |= MongoFailure.MayHaveTakenPlace(e);
                if (!mayHaveTakenPlace)
                    throw;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(FirstPauseMilliseconds << (number - 1)), time, cancellationToken);
        }
    }

    /// <summary>
    /// Whether the document in the way is the one that an earlier attempt stored; null while no majority has it, since it
    /// may still be undone.
    /// </summary>
    private static async Task<bool?> IsOursAsync(
        IMongoCollection<BsonDocument> collection,
        BsonDocument document,
        string[][] keys,
        BsonValue writeId,
        CancellationToken cancellationToken)
    {
        var sameKey = keys.Select(key => new BsonDocument(key.Select(field => document.GetElement(field))));
        var inTheWay = await collection
            .Find(new BsonDocument("$or", new BsonArray(sameKey)))
            .Project(new BsonDocument(Field, 1))
            .ToListAsync(cancellationToken);
        return inTheWay.Count == 0 ? null : inTheWay.Exists(d => Has(d, writeId));
    }

    /// <summary>
    /// Whether an earlier attempt saved the change; null if no majority has seen a later version, or nothing says so any more:
    /// the document is gone, or so many writes followed that it has forgotten this one.
    /// </summary>
    private static async Task<bool?> WasSavedAsync(
        IMongoCollection<BsonDocument> collection, VersionedUpdate update, CancellationToken cancellationToken)
    {
        var fields = new BsonDocument { { VersionedUpdate.Version, 1 }, { Field, 1 } };
        var stored = await collection.Find(update.Key).Project(fields).FirstOrDefaultAsync(cancellationToken);
        if (stored is null)
            return null;
        if (Has(stored, update.WriteId))
            return true;
        return VersionedUpdate.ReadVersion(stored) - update.From is > 0 and <= Kept ? false : null;
    }

    private static bool Has(BsonDocument document, BsonValue writeId) =>
        document.TryGetValue(Field, out var writes) && writes.AsBsonArray.Contains(writeId);
}
