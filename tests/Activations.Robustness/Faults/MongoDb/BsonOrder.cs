using System.Text;
using MongoDB.Bson;

namespace Activations.Robustness.Faults.MongoDb;

/// <summary>How MongoDB compares values: numbers by what they are worth, text as UTF-8, other kinds never with each other.</summary>
internal sealed class BsonOrder : IComparer<BsonValue>, IEqualityComparer<BsonValue>
{
    public static readonly BsonOrder Instance = new();

    public static bool AreEqual(BsonValue left, BsonValue right) => Instance.Compare(left, right) == 0;

    /// <summary>Whether two values are of kinds that an order exists between.</summary>
    public static bool AreComparable(BsonValue left, BsonValue right) =>
        left.BsonType == right.BsonType || (left.IsNumeric && right.IsNumeric);

    /// <inheritdoc />
    public int Compare(BsonValue? x, BsonValue? y) => (x, y) switch
    {
        (BsonString left, BsonString right) =>
            Encoding.UTF8.GetBytes(left.Value).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right.Value)),
        (BsonDocument left, BsonDocument right) => Compare(left, right),
        (BsonArray left, BsonArray right) => Compare(left.Values, right.Values),
        _ => x!.CompareTo(y),
    };

    /// <inheritdoc />
    public bool Equals(BsonValue? x, BsonValue? y) => Compare(x, y) == 0;

    /// <inheritdoc />
    public int GetHashCode(BsonValue obj) => obj.IsNumeric ? obj.ToDouble().GetHashCode() : obj.GetHashCode();

    private int Compare(BsonDocument left, BsonDocument right)
    {
        var names = left.Names.SequenceEqual(right.Names, StringComparer.Ordinal)
            ? 0
            : string.CompareOrdinal(string.Join('\0', left.Names), string.Join('\0', right.Names));
        return names != 0 ? names : Compare(left.Values, right.Values);
    }

    private int Compare(IEnumerable<BsonValue> left, IEnumerable<BsonValue> right)
    {
        foreach (var (one, other) in left.Zip(right))
        {
            if (Compare(one, other) is not 0 and var order)
                return order;
        }

        return left.Count().CompareTo(right.Count());
    }
}
