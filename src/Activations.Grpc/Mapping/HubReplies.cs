using DomainHub = Activations.Hubs.Hub;
using Proto = Activations.V1;

namespace Activations.Grpc.Mapping;

/// <summary>Hubs as messages.</summary>
internal static class HubReplies
{
    /// <summary>A hub.</summary>
    public static Proto.Hub ToProto(this DomainHub hub, bool isDefault) => new()
    {
        Id = hub.Id.ToString(),
        Name = hub.Name,
        PrimaryConnector = new Proto.ConnectorInfo
        {
            ConnectorId = hub.PrimaryConnector.Id.ToString(),
            Name = hub.PrimaryConnector.Name,
            AuthSchemeConfig = hub.PrimaryConnector.AuthScheme.ToProto(),
            ImageUrl = hub.PrimaryConnector.ImageUrl,
        },
        IsDefault = isDefault,
        OrganisationId = hub.OrganisationId.ToString(),
    };
}
