using Activations.Paging;
using MongoDB.Bson;

namespace Activations.Stores.Mongo;

/// <summary>A search as ranges of indexes.</summary>
internal static class SearchFilter
{
    /// <summary>The alternatives of which <c>$or</c> wants one.</summary>
    /// <param name="term">What is searched for.</param>
    /// <param name="foldedFields">The fields with folded names, each with an index.</param>
    public static BsonArray Of(SearchTerm term, params IEnumerable<string> foldedFields)
    {
        var range = new BsonDocument("$gte", term.Folded);
        if (term.FoldedEnd is { } end)
            range.Add("$lt", end); // MongoDB compares text as UTF-8

        var alternatives = new BsonArray(foldedFields.Select(field => new BsonDocument(field, range)));
        if (term.Id is { } id)
            alternatives.Add(new BsonDocument(BsonValues.IdField, id.ToString()));
        return alternatives;
    }
}
