using Activations.Identifiers;
using Activations.Paging;
using MongoDB.Bson;

namespace Activations.Stores.Mongo;

/// <summary>A page of a list that is ordered by id, as a range of ids: no row in front of the page is read to skip it.</summary>
internal static class Keyset
{
    /// <summary>The ids beyond the page's cursor; null if the page has none.</summary>
    public static BsonDocument? Of<TId>(PageRequest<TId> page)
        where TId : struct, IId<TId> => page switch
        {
            { Before: { } before } => new BsonDocument("$lt", before.ToBson()),
            { After: { } after } => new BsonDocument("$gt", after.ToBson()),
            _ => null,
        };

    /// <summary>The direction in which the page is read, as <c>$sort</c> takes it.</summary>
    public static int DirectionOf<TId>(PageRequest<TId> page)
        where TId : struct => page.IsBackward ? -1 : 1;
}
