using System.Globalization;
using MongoDB.Bson;

namespace Activations.Robustness.Faults.MongoDb;

/// <summary>What the paths of MongoDB lead to, such as <c>activations._id</c>.</summary>
internal static class Paths
{
    /// <summary>
    /// The values that a condition on a path looks at: through arrays, each element's. The value at the path's end may be
    /// an array itself; the condition says what it makes of that.
    /// </summary>
    public static IEnumerable<BsonValue> Find(BsonValue value, string path)
    {
        var (name, rest) = Split(path);
        switch (value)
        {
            case BsonDocument document when document.TryGetValue(name, out var member):
                return rest is null ? [member] : Find(member, rest);
            case BsonArray array when int.TryParse(name, CultureInfo.InvariantCulture, out var index) && index < array.Count:
                return rest is null ? [array[index]] : Find(array[index], rest);
            case BsonArray array:
                return array.Where(item => item is BsonDocument).SelectMany(item => Find(item, path));
            default:
                return [];
        }
    }

    /// <summary>What an expression such as <c>$activations._id</c> answers: through arrays, an array; null where there is nothing.</summary>
    public static BsonValue? Evaluate(BsonValue value, string path)
    {
        var (name, rest) = Split(path);
        return value switch
        {
            BsonDocument document when document.TryGetValue(name, out var member) => rest is null ? member : Evaluate(member, rest),
            BsonArray array => new BsonArray(array.Select(item => Evaluate(item, path)).OfType<BsonValue>()),
            _ => null,
        };
    }

    /// <summary>Copies what lies at a path, and the documents around it, from one document into another.</summary>
    public static void Include(BsonDocument from, BsonDocument to, string path)
    {
        var (name, rest) = Split(path);
        if (!from.TryGetValue(name, out var member))
            return;
        if (rest is null)
            to[name] = member;
        else if (Include(member, to.GetValue(name, BsonNull.Value), rest) is { } included)
            to[name] = included;
    }

    /// <summary>The first name of a path, and what is behind it.</summary>
    public static (string Name, string? Tail) Split(string path)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? (path, null) : (path[..dot], path[(dot + 1)..]);
    }

    private static BsonValue? Include(BsonValue from, BsonValue to, string path)
    {
        switch (from)
        {
            case BsonDocument document:
                var target = to as BsonDocument ?? [];
                Include(document, target, path);
                return target;
            case BsonArray array:
                var already = to as BsonArray;
                return new BsonArray(array.OfType<BsonDocument>().Select(
                    (item, index) => Include(item, already?[index] ?? BsonNull.Value, path)!));
            default:
                return null;
        }
    }
}
