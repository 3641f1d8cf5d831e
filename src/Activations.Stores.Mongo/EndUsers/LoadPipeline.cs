using System.Collections.Immutable;
using Activations.EndUsers;
using Activations.Identifiers;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Activations.Stores.Mongo.EndUsers;

/// <summary>
/// The aggregation that loads users with the parts asked for: the server picks them out of the arrays, so that what is
/// sent does not grow with what a user holds (G9). One aggregation reads one state of each document (G4).
/// </summary>
internal static class LoadPipeline
{
    private const string Item = "item";

    /// <summary>Finds one user.</summary>
    public static PipelineDefinition<BsonDocument, BsonDocument> Of(EndUserLookup lookup, EndUserParts parts)
    {
        List<BsonValue> activationIds = [];
        List<BsonValue> integrationIds = [];
        if (parts.Activation is { } activation)
            activationIds.Add(activation.ToBson());
        if (lookup is EndUserLookup.ByActivation { Id: var id })
            activationIds.Add(id.ToBson());
        if (parts.ActivationOf is { } integration)
            integrationIds.Add(integration.ToBson());

        return Of(Match(lookup), activationIds, integrationIds, parts.Connections, parts.RequestId);
    }

    /// <summary>Finds users with some of their activations.</summary>
    public static PipelineDefinition<BsonDocument, BsonDocument> Of(
        IEnumerable<EndUserId> users, HubId hub, IEnumerable<ActivationId> activations)
    {
        var match = new BsonDocument
        {
            { BsonValues.IdField, new BsonDocument("$in", new BsonArray(users.Select(id => id.ToBson()))) },
            { EndUserDocument.HubId, hub.ToBson() },
        };
        return Of(match, [.. activations.Select(id => id.ToBson())], [], [], requestId: null);
    }

    private static BsonDocument[] Of(
        BsonDocument match,
        List<BsonValue> activationIds,
        List<BsonValue> integrationIds,
        ImmutableArray<ConnectionId> connections,
        RequestIdPart? requestId)
    {
        var fields = Profile();
        fields.Add(EndUserDocument.Connections, 1);
        var needsActivations = activationIds.Count + integrationIds.Count > 0;
        if (needsActivations)
            fields.Add(EndUserDocument.Activations, Activations(activationIds, integrationIds));
        if (requestId is not null)
        {
            fields.Add(EndUserDocument.RequestIds, RequestIds(requestId, valueToo: true));
            fields.Add(EndUserDocument.RequestIdCount, new BsonDocument("$size", RequestIds(requestId, valueToo: false)));
        }

        return
        [
            new BsonDocument("$match", match),
            new BsonDocument("$project", fields),
            new BsonDocument(
                "$addFields", new BsonDocument(EndUserDocument.Connections, Connections(connections, needsActivations))),
        ];
    }

    private static BsonDocument Match(EndUserLookup lookup) => lookup switch
    {
        EndUserLookup.ByKey { Key: var key } => new BsonDocument
        {
            { EndUserDocument.HubId, key.HubId.ToBson() },
            { EndUserDocument.ExternalId, key.ExternalId },
        },
        EndUserLookup.ById byId => new BsonDocument
        {
            { BsonValues.IdField, byId.Id.ToBson() },
            { EndUserDocument.HubId, byId.HubId.ToBson() },
        },
        EndUserLookup.ByActivation { Id: var id } => new BsonDocument(EndUserDocument.ActivationIds, id.ToBson()),
        _ => throw new ArgumentException("An unknown kind of lookup.", nameof(lookup)),
    };

    private static BsonDocument Profile() => new()
    {
        { BsonValues.SchemaField, 1 },
        { EndUserDocument.HubId, 1 },
        { EndUserDocument.ExternalId, 1 },
        { EndUserDocument.OrganisationId, 1 },
        { EndUserDocument.DisplayName, 1 },
        { EndUserDocument.PrimaryConnectionId, 1 },
        { EndUserDocument.Version, 1 },
        { EndUserDocument.ConnectionCount, 1 },
        { EndUserDocument.ActivationCount, 1 },
        { EndUserDocument.JsonBytes, 1 },
        { EndUserDocument.CreatedAt, 1 },
        { EndUserDocument.UpdatedAt, 1 },
    };

    private static BsonDocument Activations(List<BsonValue> ids, List<BsonValue> integrations) => Filter(
        EndUserDocument.Activations,
        Either(
            In(BsonValues.IdField, new BsonArray(ids)),
            In(ActivationDocument.IntegrationId, new BsonArray(integrations))));

    /// <summary>Those used since the time asked for (G10): the one asked for, or all of them.</summary>
    private static BsonDocument RequestIds(RequestIdPart requestId, bool valueToo)
    {
        var isRemembered = Compare("$gte", UsedRequestIdDocument.UsedAt, requestId.Since.ToBson());
        // Literal: the value is a caller's, and a string that begins with $ is a path.
        var isTheOne = Compare(
            "$eq", UsedRequestIdDocument.Value, new BsonDocument("$literal", requestId.Value));
        return Filter(
            EndUserDocument.RequestIds,
            valueToo ? new BsonDocument("$and", new BsonArray { isTheOne, isRemembered }) : isRemembered);
    }

    /// <summary>The primary one, those asked for, and those that the activations bind that are loaded by now.</summary>
    private static BsonDocument Connections(ImmutableArray<ConnectionId> asked, bool areActivationsLoaded)
    {
        var askedIds = new BsonArray(asked.Select(id => id.ToBson()));
        if (!areActivationsLoaded)
            return PrimaryAnd(askedIds);

        var boundToo = new BsonDocument("$reduce", new BsonDocument
        {
            { "input", $"${EndUserDocument.Activations}" },
            { "initialValue", askedIds },
            { "in", new BsonDocument("$concatArrays", new BsonArray { "$$value", $"$$this.{ActivationDocument.BoundConnectionIds}" }) },
        });
        return new BsonDocument("$let", new BsonDocument
        {
            { "vars", new BsonDocument("wanted", boundToo) },
            { "in", PrimaryAnd("$$wanted") },
        });
    }

    private static BsonDocument PrimaryAnd(BsonValue ids) => Filter(
        EndUserDocument.Connections,
        Either(
            Compare("$eq", BsonValues.IdField, $"${EndUserDocument.PrimaryConnectionId}"),
            In(BsonValues.IdField, ids)));

    private static BsonDocument Filter(string array, BsonDocument condition) => new("$filter", new BsonDocument
    {
        { "input", $"${array}" },
        { "as", Item },
        { "cond", condition },
    });

    private static BsonDocument Either(BsonDocument one, BsonDocument other) =>
        new("$or", new BsonArray { one, other });

    private static BsonDocument In(string field, BsonValue values) => Compare("$in", field, values);

    private static BsonDocument Compare(string comparison, string field, BsonValue value) =>
        new(comparison, new BsonArray { $"$${Item}.{field}", value });
}
