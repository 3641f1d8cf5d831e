using Activations.Access;
using MongoDB.Bson;

namespace Activations.Stores.Mongo;

/// <summary>The reach of a caller as conditions of a query (G11).</summary>
internal static class ReachFilter
{
    /// <summary>The field of every document with the organisation that it belongs to.</summary>
    public const string OrganisationId = "organisationId";

    private const string And = "$and";

    /// <summary>Narrows a match to a reach.</summary>
    /// <param name="match">Which documents; it is changed.</param>
    /// <param name="reach">The reach.</param>
    /// <param name="hub">The field with the hub.</param>
    /// <param name="organisation">The field with the organisation.</param>
    /// <param name="externalId">The field with the user's external id, where the documents are users.</param>
    public static BsonDocument Within(
        this BsonDocument match,
        Reach reach,
        string hub = "hubId",
        string organisation = OrganisationId,
        string? externalId = null)
    {
        var conditions = new BsonArray();
        if (reach.Organisation is { } owner)
            conditions.Add(new BsonDocument(organisation, owner.ToBson()));
        if (reach.Hubs is { } hubs)
            conditions.Add(new BsonDocument(hub, new BsonDocument("$in", new BsonArray(hubs.Select(id => id.ToBson())))));
        if (reach.ExternalId is { } user && externalId is not null)
            conditions.Add(new BsonDocument(externalId, user));

        if (conditions.Count > 0 && match.TryGetValue(And, out var others))
            others.AsBsonArray.AddRange(conditions);
        else if (conditions.Count > 0)
            match.Add(And, conditions); // the match may have conditions on the same fields
        return match;
    }
}
