using System.Collections.Immutable;
using MongoDB.Bson;

namespace Activations.Robustness.Faults.MongoDb;

/// <summary>The documents of a collection, in the order of their ids, and the unique indexes that they obey.</summary>
internal sealed class PeerCollection
{
    public const int DuplicateKey = 11000;

    private const string Id = "_id";

    // No document is ever changed: a changed one takes its place.
    private ImmutableSortedDictionary<BsonValue, BsonDocument> documents =
        ImmutableSortedDictionary.Create<BsonValue, BsonDocument>(BsonOrder.Instance);

    private ImmutableSortedDictionary<BsonValue, BsonDocument> confirmed =
        ImmutableSortedDictionary.Create<BsonValue, BsonDocument>(BsonOrder.Instance);

    private readonly List<string[]> uniqueIndexes = [];
    private readonly Dictionary<string, BsonDocument> indexes = [];

    /// <summary>All that a majority has.</summary>
    public IEnumerable<BsonDocument> Confirmed => confirmed.Values;

    /// <summary>A majority has all of them from now on.</summary>
    public void Confirm() => confirmed = documents;

    /// <summary>Adds an index; null if it is there.</summary>
    public BsonDocument? CreateIndex(BsonDocument index)
    {
        var isNew = indexes.TryAdd(index["name"].AsString, index);
        if (!isNew || !index.GetValue("unique", false).ToBoolean())
            return null;
        string[] fields = [.. index["key"].AsBsonDocument.Names];
        var isBroken = documents.Values.GroupBy(d => KeyOf(d, fields)).Any(same => same.Count() > 1);
        if (isBroken)
        {
            indexes.Remove(index["name"].AsString);
            return Error(DuplicateKey, "E11000 duplicate key error while an index was built");
        }

        uniqueIndexes.Add(fields);
        return null;
    }

    /// <summary>Inserts a document; the error, if there is one.</summary>
    public BsonDocument? Insert(BsonDocument document)
    {
        if (documents.ContainsKey(document[Id]) || IsInTheWay(document))
            return Error(DuplicateKey, "E11000 duplicate key error");
        documents = documents.Add(document[Id], document);
        return null;
    }

    /// <summary>Updates the first document that a filter wants.</summary>
    /// <returns>How many matched and how many changed, what an upsert inserted, and the error, if there is one.</returns>
    public (int Matched, int Modified, BsonValue? UpsertedId, BsonDocument? Error) Update(
        BsonDocument filter, BsonDocument update, BsonArray arrayFilters, bool isUpsert)
    {
        if (Find(filter) is not { } before)
        {
            if (!isUpsert)
                return (0, 0, null, null);
            var inserted = Updates.Apply(Updates.Seed(filter), update, arrayFilters, isInsert: true);
            return Insert(inserted) is { } refused ? (0, 0, null, refused) : (0, 0, inserted[Id], null);
        }

        var after = Updates.Apply(before, update, arrayFilters);
        if (IsInTheWay(after))
            return (0, 0, null, Error(DuplicateKey, "E11000 duplicate key error"));
        documents = documents.SetItem(before[Id], after);
        return (1, before == after ? 0 : 1, null, null);
    }

    /// <summary>Deletes the first document that a filter wants; how many that were.</summary>
    public int Delete(BsonDocument filter)
    {
        if (Find(filter) is not { } found)
            return 0;
        documents = documents.Remove(found[Id]);
        return 1;
    }

    private static BsonDocument Error(int code, string message) => new() { { "code", code }, { "errmsg", message } };

    private static BsonDocument KeyOf(BsonDocument document, string[] fields) =>
        new(fields.Select(f => new BsonElement(f, document.GetValue(f, BsonNull.Value))));

    private BsonDocument? Find(BsonDocument filter)
    {
        // By its id where the filter names one, as an index would.
        if (filter.TryGetValue(Id, out var id) && id is BsonString)
            return documents.TryGetValue(id, out var found) && Filters.Matches(found, filter) ? found : null;
        return documents.Values.FirstOrDefault(d => Filters.Matches(d, filter));
    }

    private bool IsInTheWay(BsonDocument document) => uniqueIndexes.Exists(fields =>
    {
        var key = KeyOf(document, fields);
        return documents.Values.Any(d => d[Id] != document[Id] && KeyOf(d, fields) == key);
    });
}
