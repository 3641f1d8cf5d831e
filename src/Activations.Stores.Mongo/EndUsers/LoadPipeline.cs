using System.Collections.Immutable;
using Activations.Access;
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
    /// <param name="reach">What can be reached.</param>
    /// <param name="lookup">Which.</param>
    /// <param name="parts">What of it, with what the lookup itself loads.</param>
    public static PipelineDefinition<BsonDocument, BsonDocument> Of(
        Reach reach, EndUserLookup lookup, EndUserParts parts) => Of(
        Match(lookup).Within(reach, externalId: EndUserDocument.ExternalId), WantedActivations(parts), parts);

    /// <summary>Finds users with some of their activations.</summary>
    public static PipelineDefinition<BsonDocument, BsonDocument> Of(
        IEnumerable<EndUserId> users, HubId hub, IEnumerable<ActivationId> activations)
    {
        var match = new BsonDocument
        {
            { BsonValues.IdField, new BsonDocument("$in", new BsonArray(users.Select(id => id.ToBson()))) },
            { EndUserDocument.HubId, hub.ToBson() },
        };
        BsonDocument[] wanted = [In(BsonValues.IdField, new BsonArray(activations.Select(id => id.ToBson())))];
        return Of(match, wanted, EndUserParts.Profile);
    }

    /// <param name="match">Which users.</param>
    /// <param name="wantedActivations">The conditions of which an activation that is wanted meets one.</param>
    /// <param name="parts">What of the users, apart from the activations.</param>
    private static BsonDocument[] Of(BsonDocument match, BsonDocument[] wantedActivations, EndUserParts parts)
    {
        var fields = Profile();
        fields.Add(EndUserDocument.Connections, 1);
        var needsActivations = wantedActivations.Length > 0;
        if (needsActivations)
            fields.Add(EndUserDocument.Activations, Filter(EndUserDocument.Activations, Either(wantedActivations)));
        if (parts.ActivatedIntegrations)
            fields.Add(EndUserDocument.ActivatedIntegrations, $"${EndUserDocument.ActivationIntegrationIds}");
        if (parts.RequestId is { } requestId)
        {
            fields.Add(EndUserDocument.RequestIds, RequestIds(requestId, valueToo: true));
            fields.Add(EndUserDocument.RequestIdCount, new BsonDocument("$size", RequestIds(requestId, valueToo: false)));
        }

        return
        [
            new BsonDocument("$match", match),
            new BsonDocument("$project", fields),
            new BsonDocument(
                "$addFields", new BsonDocument(EndUserDocument.Connections, Connections(parts.Connections, needsActivations))),
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
        EndUserLookup.ByConnection { Id: var id } => new BsonDocument(EndUserDocument.ConnectionIds, id.ToBson()),
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
        { VersionedUpdate.Version, 1 },
        { EndUserDocument.ConnectionCount, 1 },
        { EndUserDocument.ActivationCount, 1 },
        { EndUserDocument.JsonBytes, 1 },
        { EndUserDocument.CreatedAt, 1 },
        { EndUserDocument.UpdatedAt, 1 },
    };

    private static BsonDocument[] WantedActivations(EndUserParts parts)
    {
        var conditions = new List<BsonDocument>();
        if (parts.Activation is { } activation)
            conditions.Add(Compare("$eq", BsonValues.IdField, activation.ToBson()));
        if (parts.ActivationOf is { } integration)
            conditions.Add(Compare("$eq", ActivationDocument.IntegrationId, integration.ToBson()));
        if (parts.ActivationsBinding is { } connection)
            conditions.Add(Has(ActivationDocument.BoundConnectionIds, connection.ToBson()));
        return [.. conditions];
    }

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

    private static BsonDocument Either(params IEnumerable<BsonDocument> conditions) => new("$or", new BsonArray(conditions));

    private static BsonDocument In(string field, BsonValue values) => Compare("$in", field, values);

    private static BsonDocument Has(string arrayField, BsonValue value) =>
        new("$in", new BsonArray { value, $"$${Item}.{arrayField}" });

    private static BsonDocument Compare(string comparison, string field, BsonValue value) =>
        new(comparison, new BsonArray { $"$${Item}.{field}", value });
}
