using System.Collections.Immutable;
using Activations.Access;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Paging;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Activations.Stores.Mongo.EndUsers;

/// <summary>
/// The aggregation that finds the positions of a page of activations: users first, by an index that is in their order, then
/// the activations of just as many of them as the page can take.
/// </summary>
internal static class ActivationList
{
    /// <summary>The positions of a page in the order in which it is read, and one more if there is one.</summary>
    public static PipelineDefinition<BsonDocument, BsonDocument> Of(
        Reach reach, ActivationFilter filter, PageRequest<ActivationPosition> page)
    {
        var direction = page.IsBackward ? -1 : 1;
        var beyond = page.IsBackward ? "$lt" : "$gt";
        var cursor = page.Before ?? page.After;

        var stages = new List<BsonDocument>
        {
            new("$match", MatchUsers(reach, filter, cursor, beyond)),
            new("$sort", new BsonDocument(BsonValues.IdField, direction)),
            // Each has a row at least, but for the cursor's own user, who may have none left.
            new("$limit", page.Limit + 2),
            new("$project", new BsonDocument { { EndUserDocument.ActivationIds, 1 }, { EndUserDocument.ActivationIntegrationIds, 1 } }),
            new("$unwind", $"${EndUserDocument.Activations}"),
            new("$match", MatchRows(filter, cursor, beyond)),
            new("$sort", new BsonDocument { { BsonValues.IdField, direction }, { EndUserDocument.ActivationIds, direction } }),
            new("$limit", page.Limit + 1),
        };
        return stages;
    }

    /// <summary>Reads a row of that aggregation.</summary>
    public static ActivationPosition ReadPosition(BsonDocument row) => new(
        row.ReadId<EndUserId>(BsonValues.IdField),
        row[EndUserDocument.Activations].AsBsonDocument.ReadId<ActivationId>(BsonValues.IdField));

    /// <summary>The users who have an activation that the filter wants.</summary>
    public static BsonDocument MatchUsers(Reach reach, ActivationFilter filter)
    {
        var match = new BsonDocument(EndUserDocument.HubId, filter.HubId.ToBson());
        if (filter.UserId is { } user)
            match.Add(BsonValues.IdField, user.ToBson());
        if (filter.IntegrationId is { } integration)
            match.Add(EndUserDocument.ActivationIntegrationIds, integration.ToBson());
        else
            match.Add(EndUserDocument.ActivationCount, new BsonDocument("$gt", 0));
        return match.Within(reach, externalId: EndUserDocument.ExternalId);
    }

    /// <summary>Puts the activations of loaded users into the rows of the page.</summary>
    public static ImmutableArray<ListedActivation> Rows(
        ImmutableArray<ActivationPosition> positions, IEnumerable<EndUser> users)
    {
        var loaded = users.ToDictionary(user => user.Id);
        var rows = ImmutableArray.CreateBuilder<ListedActivation>(positions.Length);
        foreach (var (userId, activationId) in positions)
        {
            // It may have been deleted since its position was read.
            if (loaded.TryGetValue(userId, out var user)
                && user.Activations.FirstOrDefault(a => a.Id == activationId) is { } activation)
            {
                rows.Add(new ListedActivation(Only(user, activation), activation));
            }
        }

        return rows.ToImmutable();
    }

    private static BsonDocument MatchUsers(
        Reach reach, ActivationFilter filter, ActivationPosition? cursor, string beyond)
    {
        var match = MatchUsers(reach, filter);
        if (cursor is { UserId: var user })
        {
            // Apart from the user that the filter may name.
            var others = new BsonDocument(BsonValues.IdField, new BsonDocument(beyond + "e", user.ToBson()));
            match = new BsonDocument("$and", new BsonArray { match, others });
        }

        return match;
    }

    private static BsonDocument MatchRows(ActivationFilter filter, ActivationPosition? cursor, string beyond)
    {
        var match = new BsonDocument();
        if (filter.IntegrationId is { } integration)
            match.Add(EndUserDocument.ActivationIntegrationIds, integration.ToBson());
        if (cursor is var (user, activation))
        {
            match.Add("$or", new BsonArray
            {
                new BsonDocument(BsonValues.IdField, new BsonDocument(beyond, user.ToBson())),
                new BsonDocument
                {
                    { BsonValues.IdField, user.ToBson() },
                    { EndUserDocument.ActivationIds, new BsonDocument(beyond, activation.ToBson()) },
                },
            });
        }

        return match;
    }

    private static EndUser Only(EndUser user, Activation activation)
    {
        var bound = activation.Bindings.Select(b => b.ConnectionId).ToHashSet();
        return user with
        {
            Parts = new EndUserParts { Activation = activation.Id },
            Activations = [activation],
            Connections = [.. user.Connections.Where(c => c.Id == user.PrimaryConnectionId || bound.Contains(c.Id))],
        };
    }
}
