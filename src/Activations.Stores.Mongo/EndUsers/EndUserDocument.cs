using System.Collections.Immutable;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.Paging;
using MongoDB.Bson;

namespace Activations.Stores.Mongo.EndUsers;

/// <summary>The document of an end user: the profile, and arrays of what the user holds.</summary>
internal static class EndUserDocument
{
    public const string HubId = "hubId";
    public const string ExternalId = "externalId";
    public const string OrganisationId = "organisationId";
    public const string DisplayName = "displayName";
    public const string ExternalIdFold = "externalIdFold";
    public const string DisplayNameFold = "displayNameFold";
    public const string PrimaryConnectionId = "primaryConnectionId";
    public const string ConnectionCount = "connectionCount";
    public const string ActivationCount = "activationCount";
    public const string JsonBytes = "jsonBytes";
    public const string CreatedAt = "createdAt";
    public const string UpdatedAt = "updatedAt";
    public const string Connections = "connections";
    public const string Activations = "activations";
    public const string RequestIds = "requestIds";

    public const string ConnectionIds = $"{Connections}.{BsonValues.IdField}";
    public const string ActivationIds = $"{Activations}.{BsonValues.IdField}";
    public const string ActivationIntegrationIds = $"{Activations}.{ActivationDocument.IntegrationId}";

    /// <summary>Not stored: how many request ids are remembered, counted while loading.</summary>
    public const string RequestIdCount = "requestIdCount";

    /// <summary>Not stored: the integrations of the activations, picked out while loading.</summary>
    public const string ActivatedIntegrations = "activatedIntegrations";

    /// <summary>What a row of a list of users shows.</summary>
    public static BsonDocument SummaryFields { get; } = new()
    {
        { BsonValues.SchemaField, 1 },
        { HubId, 1 },
        { ExternalId, 1 },
        { DisplayName, 1 },
        { CreatedAt, 1 },
        { UpdatedAt, 1 },
    };

    /// <summary>The one user; the shard key says where it is.</summary>
    public static BsonDocument KeyOf(EndUserId id, EndUserKey key) => new()
    {
        { BsonValues.IdField, id.ToBson() },
        { HubId, key.HubId.ToBson() },
        { ExternalId, key.ExternalId },
    };

    public static BsonDocument Write(EndUser user) => new()
    {
        { BsonValues.IdField, user.Id.ToBson() },
        { BsonValues.SchemaField, BsonValues.Schema },
        { HubId, user.Key.HubId.ToBson() },
        { ExternalId, user.Key.ExternalId },
        { OrganisationId, user.OrganisationId.ToBson() },
        { ExternalIdFold, SearchTerm.Fold(user.Key.ExternalId) },
        { DisplayName, user.DisplayName },
        { DisplayNameFold, SearchTerm.Fold(user.DisplayName) },
        { PrimaryConnectionId, BsonValues.OrNull(user.PrimaryConnectionId?.ToBson()) },
        { VersionedUpdate.Version, user.Version },
        { ConnectionCount, user.Usage.Connections },
        { ActivationCount, user.Usage.Activations },
        { JsonBytes, user.Usage.JsonBytes },
        { CreatedAt, user.CreatedAt.ToBson() },
        { UpdatedAt, user.UpdatedAt.ToBson() },
        { Connections, new BsonArray(user.Connections.Select(ConnectionDocument.Write)) },
        { Activations, new BsonArray(user.Activations.Select(ActivationDocument.Write)) },
        { RequestIds, new BsonArray() },
    };

    /// <summary>Reads a user of whom the parts were loaded (G9).</summary>
    public static EndUser Read(BsonDocument document, EndUserParts parts)
    {
        document.ThrowIfNewer();
        var primary = document[PrimaryConnectionId];
        return new EndUser
        {
            Id = document.ReadId<EndUserId>(BsonValues.IdField),
            Key = ReadKey(document),
            OrganisationId = document.ReadId<OrganisationId>(OrganisationId),
            DisplayName = document[DisplayName].AsString,
            PrimaryConnectionId = primary.IsBsonNull ? null : primary.ToId<ConnectionId>(),
            Version = VersionedUpdate.ReadVersion(document),
            Usage = ReadUsage(document),
            CreatedAt = document.ReadTime(CreatedAt),
            UpdatedAt = document.ReadTime(UpdatedAt),
            Parts = parts,
            Connections = [.. document.ReadDocuments(Connections).Select(ConnectionDocument.Read)],
            Activations = [.. document.ReadDocuments(Activations).Select(ActivationDocument.Read)],
            ActivatedIntegrations = ReadActivatedIntegrations(document),
            UsedRequestId = document.ReadDocuments(RequestIds).Select(UsedRequestIdDocument.Read).FirstOrDefault(),
        };
    }

    /// <summary>Reads a user of whom <see cref="SummaryFields"/> were loaded.</summary>
    public static EndUserSummary ReadSummary(BsonDocument document)
    {
        document.ThrowIfNewer();
        return new EndUserSummary(
            document.ReadId<EndUserId>(BsonValues.IdField),
            ReadKey(document),
            document[DisplayName].AsString,
            document.ReadTime(CreatedAt),
            document.ReadTime(UpdatedAt));
    }

    private static EndUserKey ReadKey(BsonDocument document) =>
        new(document.ReadId<HubId>(HubId), document[ExternalId].AsString);

    private static ImmutableHashSet<IntegrationId> ReadActivatedIntegrations(BsonDocument document) =>
        document.TryGetValue(ActivatedIntegrations, out var ids)
            ? [.. ids.AsBsonArray.Select(id => id.ToId<IntegrationId>())]
            : [];

    private static EndUserUsage ReadUsage(BsonDocument document) => new(
        document[ConnectionCount].ToInt32(),
        document[ActivationCount].ToInt32(),
        document[JsonBytes].ToInt64(),
        document.GetValue(RequestIdCount, 0).ToInt32());
}
