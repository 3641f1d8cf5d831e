using Activations.Identifiers;
using Activations.Integrations;
using Activations.V1;

namespace Activations.Grpc.Mapping;

/// <summary>A field of a request: what it says, and where it stands.</summary>
/// <param name="Value">What it says.</param>
/// <param name="Path">The path of the field.</param>
internal readonly record struct Field(string Value, string Path);

/// <summary>Reads descriptions of connectors.</summary>
internal static class ConnectorRequests
{
    /// <summary>Reads a connector.</summary>
    public static Connector Read(
        Field id, Field name, Field imageUrl, AuthSchemeConfig? authScheme, string authSchemePath, RequestReader reader)
    {
        if (authScheme is null)
            reader.Violations.Add(authSchemePath, "is required");
        return new Connector
        {
            Id = reader.Id<ConnectorId>(id.Value, id.Path),
            Name = reader.OptionalName(name.Value, name.Path),
            ImageUrl = reader.ImageUrl(imageUrl.Value, imageUrl.Path),
            AuthScheme = AuthSchemes.Read(
                authScheme ?? new AuthSchemeConfig { SchemeType = "none" }, authSchemePath, reader),
        };
    }

    /// <summary>Reads the connector of a template that comes with a new integration.</summary>
    public static Connector Read(ConnectionTemplateCreate template, string path, RequestReader reader) => Read(
        new Field(template.ConnectorId, $"{path}.connectorId"),
        new Field(template.Name, $"{path}.name"),
        new Field(template.ImageUrl, $"{path}.imageUrl"),
        template.AuthSchemeConfig,
        $"{path}.authSchemeConfig",
        reader);

    /// <summary>Reads the connector of a template that is to be added.</summary>
    public static Connector Read(CreateConnectionTemplateRequest template, RequestReader reader) => Read(
        new Field(template.ConnectorId, "connectorId"),
        new Field(template.Name, "name"),
        new Field(template.ImageUrl, "imageUrl"),
        template.AuthSchemeConfig,
        "authSchemeConfig",
        reader);

    /// <summary>Reads the primary connector of a hub.</summary>
    public static Connector Read(CreateHubRequest hub, RequestReader reader) => Read(
        new Field(hub.PrimaryConnectorId, "primaryConnectorId"),
        new Field(hub.PrimaryConnectorName, "primaryConnectorName"),
        new Field(hub.PrimaryConnectorImageUrl, "primaryConnectorImageUrl"),
        hub.AuthSchemeConfig,
        "authSchemeConfig",
        reader);
}
