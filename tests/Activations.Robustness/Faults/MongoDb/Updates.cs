using System.Globalization;
using MongoDB.Bson;

namespace Activations.Robustness.Faults.MongoDb;

/// <summary>What an update makes of a document.</summary>
internal static class Updates
{
    /// <summary>A changed copy of a document.</summary>
    /// <param name="document">The document, which stays as it is.</param>
    /// <param name="update">The update.</param>
    /// <param name="arrayFilters">What the names in brackets stand for.</param>
    /// <param name="isInsert">Whether an upsert made the document.</param>
    public static BsonDocument Apply(BsonDocument document, BsonDocument update, BsonArray arrayFilters, bool isInsert = false)
    {
        var changed = document.DeepClone().AsBsonDocument;
        foreach (var (operation, fields) in update.Elements.Select(e => (e.Name, e.Value.AsBsonDocument)))
        {
            foreach (var field in fields)
            {
                if (isInsert || operation != "$setOnInsert")
                    Change(changed, field.Name, arrayFilters, current => Apply(operation, current, field.Value.DeepClone()));
            }
        }

        return changed;
    }

    /// <summary>The document that an upsert starts from: what the filter says of equal fields.</summary>
    public static BsonDocument Seed(BsonDocument filter) =>
        new(filter.Elements.Where(e => !e.Name.StartsWith('$') && e.Value is not BsonDocument));

    private static BsonValue? Apply(string operation, BsonValue? current, BsonValue operand) => operation switch
    {
        "$set" or "$setOnInsert" => operand,
        "$unset" => null,
        "$max" => current is null || BsonOrder.Instance.Compare(operand, current) > 0 ? operand : current,
        "$push" => Push(current as BsonArray ?? [], operand),
        "$pull" => current is BsonArray array ? new BsonArray(array.Where(item => !IsPulled(item, operand))) : current,
        _ => throw new NotSupportedException($"The update {operation} is not known here."),
    };

    private static BsonArray Push(BsonArray current, BsonValue operand)
    {
        if (operand is not BsonDocument push || !push.Contains("$each"))
            return [.. current, operand];
        IEnumerable<BsonValue> all = [.. current, .. push["$each"].AsBsonArray];
        if (push.TryGetValue("$sort", out var sort))
            all = Pipeline.Sort(all, sort.AsBsonDocument);
        if (push.TryGetValue("$slice", out var slice))
            all = slice.ToInt32() < 0 ? all.TakeLast(-slice.ToInt32()) : all.Take(slice.ToInt32());
        return [.. all];
    }

    private static bool IsPulled(BsonValue item, BsonValue condition) => condition is BsonDocument fields && item is BsonDocument document
        ? Filters.Matches(document, fields)
        : Filters.MatchesValue(item, condition);

    private static void Change(BsonValue target, string path, BsonArray arrayFilters, Func<BsonValue?, BsonValue?> change)
    {
        var (name, rest) = Paths.Split(path);
        if (target is BsonArray array)
        {
            foreach (var index in IndexesOf(array, name, arrayFilters))
                ChangeItem(array, index, rest, arrayFilters, change);
            return;
        }

        var document = target.AsBsonDocument;
        if (rest is not null && !document.Contains(name))
            document[name] = new BsonDocument();
        if (rest is not null)
            Change(document[name], rest, arrayFilters, change);
        else if (change(document.GetValue(name, null)) is { } value)
            document[name] = value;
        else
            document.Remove(name);
    }

    private static void ChangeItem(
        BsonArray array, int index, string? rest, BsonArray arrayFilters, Func<BsonValue?, BsonValue?> change)
    {
        while (array.Count <= index)
            array.Add(BsonNull.Value);
        if (rest is null)
            array[index] = change(array[index]);
        else
            Change(array[index], rest, arrayFilters, change);
    }

    /// <summary>Either one by its number, or those that the filter of a name in brackets wants.</summary>
    private static List<int> IndexesOf(BsonArray array, string name, BsonArray arrayFilters)
    {
        if (name is not ['$', '[', .. var identifier, ']'])
            return [int.Parse(name, CultureInfo.InvariantCulture)];
        var conditions = arrayFilters.Select(f => f.AsBsonDocument.GetElement(0))
            .Single(f => Paths.Split(f.Name).Name == identifier);
        var filter = new BsonDocument(Paths.Split(conditions.Name).Tail!, conditions.Value);
        return [.. array.Index().Where(i => Filters.Matches(i.Item.AsBsonDocument, filter)).Select(i => i.Index)];
    }
}
