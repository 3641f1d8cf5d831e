using MongoDB.Bson;

namespace Activations.Robustness.Faults.MongoDb;

/// <summary>Runs the stages of an aggregation; a find is one, too.</summary>
internal static class Pipeline
{
    private const string Id = "_id";

    /// <summary>The documents that come out at the end.</summary>
    public static IEnumerable<BsonDocument> Run(IEnumerable<BsonDocument> documents, IEnumerable<BsonDocument> stages) =>
        stages.Aggregate(documents, (current, stage) => Run(current, stage.GetElement(0)));

    /// <summary>The stages that do what a find asks for.</summary>
    public static IEnumerable<BsonDocument> OfFind(BsonDocument command)
    {
        yield return new BsonDocument("$match", command.GetValue("filter", new BsonDocument()));
        if (command.TryGetValue("sort", out var sort))
            yield return new BsonDocument("$sort", sort);
        if (command.TryGetValue("skip", out var skip))
            yield return new BsonDocument("$skip", skip);
        if (command.TryGetValue("limit", out var limit) && limit.ToInt32() != 0)
            yield return new BsonDocument("$limit", Math.Abs(limit.ToInt32()));
        if (command.TryGetValue("projection", out var projection) && projection.AsBsonDocument.ElementCount > 0)
            yield return new BsonDocument("$project", projection);
    }

    private static IEnumerable<BsonDocument> Run(IEnumerable<BsonDocument> documents, BsonElement stage) => stage.Name switch
    {
        "$match" => documents.Where(d => Filters.Matches(d, stage.Value.AsBsonDocument)),
        "$sort" => Sort(documents, stage.Value.AsBsonDocument),
        "$skip" => documents.Skip(stage.Value.ToInt32()),
        "$limit" => documents.Take(stage.Value.ToInt32()),
        "$project" => documents.Select(d => Project(d, stage.Value.AsBsonDocument)),
        "$addFields" => documents.Select(d => AddFields(d, stage.Value.AsBsonDocument)),
        "$unwind" => documents.SelectMany(d => Unwind(d, stage.Value.AsString[1..])),
        "$group" => Group(documents, stage.Value.AsBsonDocument),
        "$count" => Count(documents, stage.Value.AsString),
        _ => throw new NotSupportedException($"The stage {stage.Name} is not known here."),
    };

    /// <summary>Sorts documents, or the elements of an array, by paths.</summary>
    public static IOrderedEnumerable<T> Sort<T>(IEnumerable<T> documents, BsonDocument by)
        where T : BsonValue
    {
        var sorted = documents.Order(Comparer<T>.Create((_, _) => 0));
        return by.Aggregate(sorted, (current, field) => field.Value.ToInt32() > 0
            ? current.ThenBy(d => Paths.Evaluate(d, field.Name) ?? BsonNull.Value, BsonOrder.Instance)
            : current.ThenByDescending(d => Paths.Evaluate(d, field.Name) ?? BsonNull.Value, BsonOrder.Instance));
    }

    private static BsonDocument Project(BsonDocument document, BsonDocument fields)
    {
        var projected = new BsonDocument();
        if (!fields.TryGetValue(Id, out var id) || id.ToBoolean())
            Paths.Include(document, projected, Id);
        foreach (var field in fields.Where(f => f.Name != Id))
        {
            if (field.Value.IsNumeric || field.Value.IsBoolean)
                Paths.Include(document, projected, field.Name);
            else if (new Expressions(document).Evaluate(field.Value) is { } value)
                projected[field.Name] = value;
        }

        return projected;
    }

    private static BsonDocument AddFields(BsonDocument document, BsonDocument fields)
    {
        var expressions = new Expressions(document);
        var added = new BsonDocument(document.Elements);
        foreach (var field in fields)
        {
            if (expressions.Evaluate(field.Value) is { } value)
                added[field.Name] = value;
        }

        return added;
    }

    private static IEnumerable<BsonDocument> Unwind(BsonDocument document, string array)
    {
        foreach (var item in document.GetValue(array, new BsonArray()).AsBsonArray)
            yield return new BsonDocument(document.Elements) { [array] = item };
    }

    private static IEnumerable<BsonDocument> Group(IEnumerable<BsonDocument> documents, BsonDocument group)
    {
        var all = documents.ToList();
        if (all.Count == 0)
            yield break;
        var result = new BsonDocument(Id, group[Id]);
        foreach (var field in group.Where(f => f.Name != Id))
        {
            var summed = field.Value["$sum"];
            result[field.Name] = all.Sum(d => new Expressions(d).Evaluate(summed)?.ToInt32() ?? 0);
        }

        yield return result;
    }

    private static IEnumerable<BsonDocument> Count(IEnumerable<BsonDocument> documents, string name)
    {
        if (documents.Count() is > 0 and var count)
            yield return new BsonDocument(name, count);
    }
}
