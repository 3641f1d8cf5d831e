using MongoDB.Bson;

namespace Activations.Robustness.Faults.MongoDb;

/// <summary>
/// Executes commands on documents in memory, one command at a time, as the primary of a replica set does: a write that is
/// repeated with the number of its transaction is not done again, and answers what it answered.
/// </summary>
internal sealed class PeerEngine
{
    private readonly Lock oneAtATime = new();
    private readonly Dictionary<string, PeerCollection> collections = [];
    private readonly Dictionary<BsonValue, (long Number, BsonDocument Answer)> lastWrites = [];

    /// <summary>Executes a command; its answer.</summary>
    /// <param name="command">The command.</param>
    /// <param name="isConfirmed">
    /// Whether a majority takes part in a write. If not, nobody reads it before a later write has a majority.
    /// </param>
    public BsonDocument Execute(PeerCommand command, bool isConfirmed = true)
    {
        lock (oneAtATime)
        {
            if (!command.IsWrite)
                return Dispatch(command);
            var answer = ExecuteOnce(command);
            if (isConfirmed)
                ConfirmAll();
            return answer;
        }
    }

    /// <summary>A majority has all that was written.</summary>
    public void Confirm()
    {
        lock (oneAtATime)
        {
            ConfirmAll();
        }
    }

    /// <summary>The documents of a collection that a majority has.</summary>
    public IReadOnlyList<BsonDocument> Read(string database, string collection)
    {
        lock (oneAtATime)
        {
            return [.. Collection($"{database}.{collection}").Confirmed];
        }
    }

    /// <summary>An answer that refuses a command.</summary>
    public static BsonDocument Refusal(int code, string name, string message) => new()
    {
        { "ok", 0.0 },
        { "errmsg", message },
        { "code", code },
        { "codeName", name },
    };

    private void ConfirmAll()
    {
        foreach (var collection in collections.Values)
            collection.Confirm();
    }

    private BsonDocument ExecuteOnce(PeerCommand command)
    {
        if (command.TransactionNumber is not { } number)
            return Dispatch(command);
        var session = command.Document["lsid"];
        if (lastWrites.TryGetValue(session, out var last) && last.Number == number)
            return last.Answer.DeepClone().AsBsonDocument;
        if (last.Answer is not null && last.Number > number)
            return Refusal(225, "TransactionTooOld", "a newer write of the session has begun");

        var answer = Dispatch(command);
        // What did nothing is not remembered: it is done again, as a primary does.
        if (answer.GetValue("n", 0).ToInt32() > 0)
            lastWrites[session] = (number, answer.DeepClone().AsBsonDocument);
        return answer;
    }

    private BsonDocument Dispatch(PeerCommand command) => command.Name switch
    {
        "ping" or "endSessions" or "killCursors" => new BsonDocument("ok", 1.0),
        "buildInfo" => new BsonDocument { { "version", "8.0.0" }, { "versionArray", new BsonArray { 8, 0, 0, 0 } }, { "ok", 1.0 } },
        "insert" => Insert(command),
        "update" => Update(command),
        "delete" => Delete(command),
        "find" => Cursor(command, Pipeline.OfFind(command.Document)),
        "aggregate" => Cursor(command, command.Document["pipeline"].AsBsonArray.Select(s => s.AsBsonDocument)),
        "createIndexes" => CreateIndexes(command),
        "dropDatabase" => DropDatabase(command),
        var name => Refusal(59, "CommandNotFound", $"no such command: '{name}'"),
    };

    private BsonDocument Insert(PeerCommand command)
    {
        var count = 0;
        var errors = new BsonArray();
        foreach (var (index, document) in command.Document["documents"].AsBsonArray.Index())
        {
            if (Collection(command).Insert(document.AsBsonDocument) is { } error)
                errors.Add(error.Add("index", index));
            else
                count++;
        }

        return Written(count, errors);
    }

    private BsonDocument Update(PeerCommand command)
    {
        var (matched, modified) = (0, 0);
        var errors = new BsonArray();
        var upserted = new BsonArray();
        foreach (var (index, update) in command.Document["updates"].AsBsonArray.Select(u => u.AsBsonDocument).Index())
        {
            var done = Collection(command).Update(
                update["q"].AsBsonDocument,
                update["u"].AsBsonDocument,
                update.GetValue("arrayFilters", new BsonArray()).AsBsonArray,
                update.GetValue("upsert", false).ToBoolean());
            matched += done.Matched;
            modified += done.Modified;
            if (done.Error is { } error)
                errors.Add(error.Add("index", index));
            if (done.UpsertedId is { } id)
                upserted.Add(new BsonDocument { { "index", index }, { "_id", id } });
        }

        var answer = Written(matched + upserted.Count, errors).Add("nModified", modified);
        return upserted.Count > 0 ? answer.Add("upserted", upserted) : answer;
    }

    private BsonDocument Delete(PeerCommand command) => Written(
        command.Document["deletes"].AsBsonArray.Sum(d => Collection(command).Delete(d["q"].AsBsonDocument)), []);

    private BsonDocument Cursor(PeerCommand command, IEnumerable<BsonDocument> stages)
    {
        var found = Pipeline.Run(Collection(command).Confirmed, stages);
        var cursor = new BsonDocument
        {
            { "id", 0L }, // all of it is in the first batch
            { "ns", $"{command.Database}.{command.Collection}" },
            { "firstBatch", new BsonArray(found) },
        };
        return new BsonDocument { { "cursor", cursor }, { "ok", 1.0 } };
    }

    private BsonDocument CreateIndexes(PeerCommand command)
    {
        foreach (var index in command.Document["indexes"].AsBsonArray)
        {
            if (Collection(command).CreateIndex(index.AsBsonDocument) is { } error)
                return Refusal(error["code"].AsInt32, "DuplicateKey", error["errmsg"].AsString);
        }

        return new BsonDocument("ok", 1.0);
    }

    private BsonDocument DropDatabase(PeerCommand command)
    {
        foreach (var name in collections.Keys.Where(k => k.StartsWith(command.Database + ".", StringComparison.Ordinal)).ToList())
            collections.Remove(name);
        return new BsonDocument("ok", 1.0);
    }

    private static BsonDocument Written(int count, BsonArray errors)
    {
        var answer = new BsonDocument { { "n", count }, { "ok", 1.0 } };
        return errors.Count > 0 ? answer.Add("writeErrors", errors) : answer;
    }

    private PeerCollection Collection(PeerCommand command) => Collection($"{command.Database}.{command.Collection}");

    private PeerCollection Collection(string name)
    {
        if (!collections.TryGetValue(name, out var collection))
            collections.Add(name, collection = new PeerCollection());
        return collection;
    }
}
