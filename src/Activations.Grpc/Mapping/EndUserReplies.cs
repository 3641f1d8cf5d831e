using Google.Protobuf.WellKnownTypes;
using DomainEndUser = Activations.EndUsers.EndUser;
using DomainSummary = Activations.EndUsers.EndUserSummary;
using Proto = Activations.V1;

namespace Activations.Grpc.Mapping;

/// <summary>End users as messages.</summary>
internal static class EndUserReplies
{
    /// <summary>A user with the primary connection.</summary>
    public static Proto.EndUser ToProto(this DomainEndUser user) => new()
    {
        Id = user.Id.ToString(),
        ExternalId = user.Key.ExternalId,
        DisplayName = user.DisplayName,
        HubId = user.Key.HubId.ToString(),
        PrimaryConnection = user.PrimaryConnection?.ToProto(user.OrganisationId) ?? ConnectionReplies.None(),
        CreatedAt = user.CreatedAt.ToTimestamp(),
        UpdatedAt = user.UpdatedAt.ToTimestamp(),
    };

    /// <summary>A row of a list.</summary>
    public static Proto.EndUserSummary ToProto(this DomainSummary row) => new()
    {
        Id = row.Id.ToString(),
        ExternalId = row.Key.ExternalId,
        DisplayName = row.DisplayName,
        HubId = row.Key.HubId.ToString(),
        CreatedAt = row.CreatedAt.ToTimestamp(),
        UpdatedAt = row.UpdatedAt.ToTimestamp(),
    };
}
