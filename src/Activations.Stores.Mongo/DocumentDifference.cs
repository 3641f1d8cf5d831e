using System.Globalization;
using MongoDB.Bson;

namespace Activations.Stores.Mongo;

/// <summary>What differs between two states of a document, as values by their paths: what <c>$set</c> takes.</summary>
internal static class DocumentDifference
{
    /// <summary>
    /// The values that are not the same afterwards. Documents are compared by member, and arrays that did not get shorter
    /// by index; what was added behind an array's end has the path of its index, where <c>$set</c> appends it.
    /// </summary>
    /// <param name="before">The one state.</param>
    /// <param name="after">The other state; it has every member that the first has.</param>
    public static BsonDocument Of(BsonDocument before, BsonDocument after)
    {
        var difference = new BsonDocument();
        AddMembers(difference, "", before, after);
        return difference;
    }

    private static void Add(BsonDocument difference, string path, BsonValue before, BsonValue after)
    {
        switch (before, after)
        {
            case (BsonDocument from, BsonDocument to):
                AddMembers(difference, path + ".", from, to);
                break;
            case (BsonArray from, BsonArray to) when from.Count <= to.Count:
                AddItems(difference, path + ".", from, to);
                break;
            default:
                if (before != after)
                    difference.Add(path, after);
                break;
        }
    }

    private static void AddMembers(BsonDocument difference, string prefix, BsonDocument before, BsonDocument after)
    {
        foreach (var member in after)
        {
            if (before.TryGetValue(member.Name, out var value))
                Add(difference, prefix + member.Name, value, member.Value);
            else
                difference.Add(prefix + member.Name, member.Value);
        }
    }

    private static void AddItems(BsonDocument difference, string prefix, BsonArray before, BsonArray after)
    {
        foreach (var (index, item) in after.Index())
        {
            var path = prefix + index.ToString(CultureInfo.InvariantCulture);
            if (index < before.Count)
                Add(difference, path, before[index], item);
            else
                difference.Add(path, item);
        }
    }
}
