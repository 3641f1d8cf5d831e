using MongoDB.Bson;

namespace Activations.Robustness.Faults.MongoDb;

/// <summary>Whether a document meets the conditions of a query.</summary>
internal static class Filters
{
    public static bool Matches(BsonDocument document, BsonDocument filter) =>
        filter.All(condition => Matches(document, condition.Name, condition.Value));

    /// <summary>Whether a value meets a condition that stands behind a path or an operator.</summary>
    public static bool MatchesValue(BsonValue value, BsonValue condition) => MatchesAny([value], condition);

    private static bool Matches(BsonDocument document, string name, BsonValue condition) => name switch
    {
        "$and" => condition.AsBsonArray.All(part => Matches(document, part.AsBsonDocument)),
        "$or" => condition.AsBsonArray.Any(part => Matches(document, part.AsBsonDocument)),
        _ when name.StartsWith('$') => throw new NotSupportedException($"The condition {name} is not known here."),
        _ => MatchesAny([.. Paths.Find(document, name)], condition),
    };

    private static bool MatchesAny(BsonValue[] found, BsonValue condition) =>
        condition is BsonDocument operators && operators.Names.FirstOrDefault()?.StartsWith('$') == true
            ? operators.All(o => MatchesOperator(found, o.Name, o.Value))
            : IsEqual(found, condition);

    private static bool MatchesOperator(BsonValue[] found, string name, BsonValue operand) => name switch
    {
        "$eq" => IsEqual(found, operand),
        "$ne" => !IsEqual(found, operand),
        "$in" => operand.AsBsonArray.Any(value => IsEqual(found, value)),
        "$nin" => !operand.AsBsonArray.Any(value => IsEqual(found, value)),
        "$not" => !MatchesAny(found, operand),
        "$gt" => IsOrdered(found, operand, order => order > 0),
        "$gte" => IsOrdered(found, operand, order => order >= 0),
        "$lt" => IsOrdered(found, operand, order => order < 0),
        "$lte" => IsOrdered(found, operand, order => order <= 0),
        "$elemMatch" => found.OfType<BsonArray>().Any(array => array.Any(item => IsElement(item, operand.AsBsonDocument))),
        _ => throw new NotSupportedException($"The condition {name} is not known here."),
    };

    private static bool IsElement(BsonValue item, BsonDocument condition) =>
        condition.Names.First().StartsWith('$')
            ? MatchesAny([item], condition)
            : item is BsonDocument document && Matches(document, condition);

    /// <summary>An array is equal as a whole or by one of its elements; null is equal to what is absent.</summary>
    private static bool IsEqual(BsonValue[] found, BsonValue value) =>
        (value.IsBsonNull && found.Length == 0) || Values(found).Any(v => BsonOrder.AreEqual(v, value));

    private static bool IsOrdered(BsonValue[] found, BsonValue value, Func<int, bool> isWanted) => Values(found).Any(
        v => BsonOrder.AreComparable(v, value) && isWanted(BsonOrder.Instance.Compare(v, value)));

    private static IEnumerable<BsonValue> Values(BsonValue[] found) => found.Concat(found.OfType<BsonArray>().SelectMany(a => a));
}
