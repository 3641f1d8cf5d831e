using Activations.EndUsers;
using Activations.Hubs;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Json;

namespace Activations.Builders;

/// <summary>The demo catalogue: the hub, its integrations and its end users, as the README and people know them.</summary>
internal static class Catalogue
{
    public static DateTimeOffset CreatedAt { get; } = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    public static Connector Crm { get; } = new()
    {
        Id = Id.Parse<ConnectorId>("01J0DEM0C0N000000000000001"),
        Name = "Acme CRM",
        AuthScheme = new AuthScheme(
            JsonText.FromTrustedText("""{"schemeType":"api-key","name":"X-Api-Key","in":"header"}""")),
    };

    public static Connector Mailer { get; } = new()
    {
        Id = Id.Parse<ConnectorId>("01J0DEM0C0N000000000000002"),
        Name = "Mailer",
        AuthScheme = new AuthScheme(JsonText.FromTrustedText("""{"schemeType":"basic-auth"}""")),
    };

    public static Hub Hub { get; } = new()
    {
        Id = Id.Parse<HubId>("01J0DEM0HVB000000000000001"),
        OrganisationId = Id.Parse<OrganisationId>("01J0DEM00RG000000000000001"),
        Name = "Demo Hub",
        PrimaryConnector = Crm,
        CreatedAt = CreatedAt,
    };

    public static ConnectionTemplate CrmTemplate { get; } = Template("01J0DEM0TMP000000000000001", Crm);

    public static ConnectionTemplate MailerTemplate { get; } = Template("01J0DEM0TMP000000000000002", Mailer);

    public static ConnectionTemplate PingTemplate { get; } = Template("01J0DEM0TMP000000000000004", Crm);

    public static Integration ContactsToMailer { get; } = new()
    {
        Id = Id.Parse<IntegrationId>("01J0DEM01NT000000000000001"),
        HubId = Hub.Id,
        OrganisationId = Hub.OrganisationId,
        Name = "Contacts to Mailer",
        VariablesSchema = JsonText.FromTrustedText(
            """
            {"type":"object","required":["listName"],"properties":{"listName":{"type":"string","minLength":1,"maxLength":50},
            "syncHour":{"type":"integer","minimum":0,"maximum":23}},"additionalProperties":false}
            """),
        IsDeployed = true,
        Templates = [CrmTemplate, MailerTemplate],
        CreatedAt = CreatedAt,
    };

    public static Integration NightlyExport { get; } = new()
    {
        Id = Id.Parse<IntegrationId>("01J0DEM01NT000000000000002"),
        HubId = Hub.Id,
        OrganisationId = Hub.OrganisationId,
        Name = "Nightly export",
        IsDeployed = false,
        Templates = [Template("01J0DEM0TMP000000000000003", Crm)],
        CreatedAt = CreatedAt,
    };

    public static Integration Ping { get; } = new()
    {
        Id = Id.Parse<IntegrationId>("01J0DEM01NT000000000000003"),
        HubId = Hub.Id,
        OrganisationId = Hub.OrganisationId,
        Name = "Ping",
        IsDeployed = true,
        Templates = [PingTemplate],
        CreatedAt = CreatedAt,
    };

    public static Connection CrmConnection { get; } = ConnectionTo(Crm, "01J0DEM0CNX000000000000001");

    public static Connection MailerConnection { get; } = ConnectionTo(Mailer, "01J0DEM0CNX000000000000002");

    /// <summary>Has a primary connection and one to Mailer.</summary>
    public static EndUser DemoUser { get; } =
        UserWith("01J0DEM0VSR000000000000001", "demo-user", CrmConnection.Id, CrmConnection, MailerConnection);

    /// <summary>Has nothing, not even a primary connection.</summary>
    public static EndUser NewUser { get; } = UserWith("01J0DEM0VSR000000000000003", "new-user", primary: null);

    private static ConnectionTemplate Template(string id, Connector connector) => new()
    {
        Id = Id.Parse<ConnectionTemplateId>(id),
        Connector = connector,
        IsUsed = true,
        IsPrimary = connector == Crm,
    };

    private static Connection ConnectionTo(Connector connector, string id) => new()
    {
        Id = Id.Parse<ConnectionId>(id),
        ConnectorId = connector.Id,
        Name = $"My {connector.Name}",
        Credentials = new ConnectionCredentials(
            [
                new ConnectionCredential(
                    Id.Parse<CredentialId>("01J0DEM0CRD000000000000001"),
                    connector.AuthScheme,
                    new Credential(
                        Id.Parse<CredentialId>("01J0DEM0CRD000000000000002"),
                        "key",
                        "string",
                        JsonText.FromTrustedText("""{"value":"s3cret"}"""))),
            ],
            []),
        CreatedAt = CreatedAt,
        UpdatedAt = CreatedAt,
    };

    private static EndUser UserWith(
        string id, string externalId, ConnectionId? primary, params Connection[] connections) => new()
        {
            Id = Id.Parse<EndUserId>(id),
            Key = new EndUserKey(Hub.Id, externalId),
            OrganisationId = Hub.OrganisationId,
            DisplayName = "",
            PrimaryConnectionId = primary,
            Version = 1,
            Usage = new EndUserUsage(connections.Length, 0, connections.Sum(c => c.JsonByteCount), 0),
            CreatedAt = CreatedAt,
            UpdatedAt = CreatedAt,
            Parts = EndUserParts.Profile,
            Connections = [.. connections],
        };
}
