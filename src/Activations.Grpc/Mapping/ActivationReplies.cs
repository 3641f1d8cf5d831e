using Activations.EndUsers;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;
using DomainActivation = Activations.EndUsers.Activation;
using DomainEndUser = Activations.EndUsers.EndUser;
using DomainIntegration = Activations.Integrations.Integration;
using Proto = Activations.V1;

namespace Activations.Grpc.Mapping;

/// <summary>Activations as messages.</summary>
internal static class ActivationReplies
{
    /// <summary>An activation with its user and its integration.</summary>
    public static Proto.Activation ToProto(
        this DomainActivation activation, DomainEndUser user, DomainIntegration integration)
    {
        var reply = new Proto.Activation
        {
            Id = activation.Id.ToString(),
            User = user.ToProto(),
            HubId = user.Key.HubId.ToString(),
            Integration = integration.ToSummary(isActivated: true),
            DynamicVariables = StructJson.ToStruct(activation.DynamicVariables),
            CreatedAt = activation.CreatedAt.ToTimestamp(),
            UpdatedAt = activation.UpdatedAt.ToTimestamp(),
            Etag = activation.Etag,
        };
        reply.Connections.AddRange(activation.Bindings.Select(binding => new BoundConnection
        {
            TemplateId = binding.TemplateId.ToString(),
            ConnectionId = binding.ConnectionId.ToString(),
            Name = user.FindConnection(binding.ConnectionId)?.Name ?? "",
        }));
        return reply;
    }

    /// <summary>An activation as the embedded page lists it.</summary>
    public static EndUserActivation ToEndUserActivation(this ListedActivation row, DomainIntegration integration) => new()
    {
        Id = row.Activation.Id.ToString(),
        HubId = row.User.Key.HubId.ToString(),
        Integration = integration.ToSummary(isActivated: true),
    };
}
