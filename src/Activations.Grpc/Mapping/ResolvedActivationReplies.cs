using Activations.V1;
using DomainActivation = Activations.EndUsers.Activation;
using DomainConnection = Activations.EndUsers.Connection;
using DomainEndUser = Activations.EndUsers.EndUser;
using DomainIntegration = Activations.Integrations.Integration;
using DomainTemplate = Activations.Integrations.ConnectionTemplate;
using Proto = Activations.V1;

namespace Activations.Grpc.Mapping;

/// <summary>Activations with their secrets, for the one call that answers them.</summary>
internal static class ResolvedActivationReplies
{
    /// <summary>An activation with all that is needed to run it. Secret.</summary>
    public static ResolvedActivation ToProtoWithSecrets(
        this DomainActivation activation, DomainEndUser user, DomainIntegration integration)
    {
        var reply = new ResolvedActivation
        {
            Id = activation.Id.ToString(),
            HubId = user.Key.HubId.ToString(),
            IntegrationId = integration.Id.ToString(),
            User = new ResolvedUser { Id = user.Id.ToString(), ExternalId = user.Key.ExternalId },
            DynamicVariables = StructJson.ToStruct(activation.DynamicVariables),
            Etag = activation.Etag,
        };
        reply.Connections.AddRange(
            from binding in activation.Bindings
            join template in integration.Templates on binding.TemplateId equals template.Id
            let connection = user.FindConnection(binding.ConnectionId)
            where connection is not null
            select new ResolvedConnection
            {
                Template = ToProtoWithSecrets(template),
                Connection = ToProtoWithSecrets(connection, user),
            });
        return reply;
    }

    private static ResolvedTemplate ToProtoWithSecrets(DomainTemplate template) => new()
    {
        Id = template.Id.ToString(),
        ConnectorId = template.Connector.Id.ToString(),
        Name = template.Connector.Name,
        AuthSchemeConfig = template.Connector.AuthScheme.ToProtoWithSecrets(),
    };

    private static Proto.Connection ToProtoWithSecrets(DomainConnection connection, DomainEndUser user)
    {
        var reply = connection.ToProto(user.OrganisationId);
        var printed = reply.Credentials.Action.Concat(reply.Credentials.Trigger);
        foreach (var (redacted, stored) in printed.Zip(connection.Credentials.All))
        {
            redacted.AuthSchemeConfig = stored.AuthScheme.ToProtoWithSecrets();
            redacted.Credential.Data = StructJson.ToStruct(stored.Credential.Data);
        }

        return reply;
    }
}
