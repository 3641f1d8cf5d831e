using Activations.V1;
using Google.Protobuf.WellKnownTypes;
using DomainIntegration = Activations.Integrations.Integration;
using DomainTemplate = Activations.Integrations.ConnectionTemplate;
using Proto = Activations.V1;

namespace Activations.Grpc.Mapping;

/// <summary>Integrations and their connection templates as messages. Secrets print as empty strings.</summary>
internal static class IntegrationReplies
{
    /// <summary>An integration as its makers see it.</summary>
    public static Proto.Integration ToProto(this DomainIntegration integration) => new()
    {
        Id = integration.Id.ToString(),
        Name = integration.Name,
        ImageUrl = integration.ImageUrl,
        ScreenshotUrl = integration.ScreenshotUrl,
        Description = integration.Description,
        VariablesSchema = SchemaOf(integration),
        BoardId = integration.Id.ToString(),
        HubId = integration.HubId.ToString(),
        IsDeployed = integration.IsDeployed,
        Summary = integration.Summary,
    };

    /// <summary>An integration as one end user sees it.</summary>
    public static EmbeddedIntegrationSummary ToSummary(this DomainIntegration integration, bool isActivated) => new()
    {
        Id = integration.Id.ToString(),
        Name = integration.Name,
        ImageUrl = integration.ImageUrl,
        Description = integration.Description,
        VariablesSchema = SchemaOf(integration),
        IsDeployed = integration.IsDeployed,
        IsActivated = isActivated,
    };

    /// <summary>An integration as one end user sees it, with its connection templates.</summary>
    public static EmbeddedIntegration ToEmbedded(this DomainIntegration integration, bool isActivated)
    {
        var reply = new EmbeddedIntegration
        {
            Id = integration.Id.ToString(),
            Name = integration.Name,
            ImageUrl = integration.ImageUrl,
            Description = integration.Description,
            VariablesSchema = SchemaOf(integration),
            IsDeployed = integration.IsDeployed,
            IsActivated = isActivated,
        };
        reply.ConnectionTemplates.AddRange(integration.Templates.Select(ToProto));
        return reply;
    }

    /// <summary>A connection template.</summary>
    public static Proto.ConnectionTemplate ToProto(this DomainTemplate template) => new()
    {
        Id = template.Id.ToString(),
        ConnectorId = template.Connector.Id.ToString(),
        ImageUrl = template.Connector.ImageUrl,
        Name = template.Connector.Name,
        IsUsed = template.IsUsed,
        IsPrimary = template.IsPrimary,
        AuthSchemeConfig = template.Connector.AuthScheme.ToProto(),
    };

    private static Struct? SchemaOf(DomainIntegration integration) =>
        integration.VariablesSchema is { } schema ? StructJson.ToStruct(schema) : null;
}
