using System.Collections.Immutable;
using Activations.EndUsers;
using Activations.Grpc.Hosting;
using Activations.Hubs;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Json;
using Activations.Stores;
using Activations.Time;

namespace Activations.Grpc.Demo;

/// <summary>
/// The demo catalogue: a hub, two users, three integrations. The ids are fixed, so that documents, tests and people
/// share them. Loaded into an empty store only.
/// </summary>
internal sealed class DemoCatalogue(TimeProvider time) : IStartupData
{
    /// <summary>"Demo Hub".</summary>
    public const string Hub = "01J0DEM0HVB000000000000001";

    /// <summary>"Contacts to Mailer".</summary>
    public const string ContactsToMailer = "01J0DEM01NT000000000000001";

    /// <summary>"Ping".</summary>
    public const string Ping = "01J0DEM01NT000000000000003";

    /// <summary>The Mailer template of "Contacts to Mailer".</summary>
    public const string MailerTemplate = "01J0DEM0TMP000000000000002";

    /// <summary>The connection of the first user to "Mailer".</summary>
    public const string MailerConnection = "01J0DEM0CNX000000000000002";

    /// <summary>The organisation that owns the hub.</summary>
    public static readonly OrganisationId Organisation = Id.Parse<OrganisationId>("01J0DEM00RG000000000000001");

    private static readonly Connector Acme = new()
    {
        Id = Id.Parse<ConnectorId>("01J0DEM0C0N000000000000001"),
        Name = "Acme CRM",
        AuthScheme = new AuthScheme(JsonText.FromTrustedText(
            """{"id":"01J0DEM0AVTH00000000000001","description":"Acme CRM API key","schemeType":"api-key","name":"X-Api-Key","in":"header"}""")),
    };

    private static readonly Connector Mailer = new()
    {
        Id = Id.Parse<ConnectorId>("01J0DEM0C0N000000000000002"),
        Name = "Mailer",
        AuthScheme = new AuthScheme(JsonText.FromTrustedText(
            """{"id":"01J0DEM0AVTH00000000000002","description":"Mailer account","schemeType":"basic-auth"}""")),
    };

    private readonly DateTimeOffset now = time.GetUtcNowToTheMillisecond();

    private static HubId HubId => Id.Parse<HubId>(Hub);

    /// <inheritdoc />
    public async Task LoadAsync(IStore store, CancellationToken cancellationToken)
    {
        // The hub comes last: if the process ends half-way, the next start finds no hub and loads the rest.
        if (!await store.Hubs.IsEmptyAsync(cancellationToken))
            return;
        foreach (var integration in Integrations())
            await store.Integrations.AddAsync(integration, cancellationToken);
        foreach (var user in Users())
            await store.EndUsers.AddAsync(user, cancellationToken);
        await store.Hubs.AddAsync(
            new Hub { Id = HubId, OrganisationId = Organisation, Name = "Demo Hub", PrimaryConnector = Acme, CreatedAt = now },
            cancellationToken);
    }

    private IEnumerable<Integration> Integrations()
    {
        yield return Integration(ContactsToMailer, "Contacts to Mailer", isDeployed: true) with
        {
            Description = "Keeps a mailing list in step with the contacts of the CRM.",
            Templates = [Template("01J0DEM0TMP000000000000001", Acme), Template(MailerTemplate, Mailer)],
            VariablesSchema = JsonText.FromTrustedText(
                """
                {"type":"object","required":["listName"],"properties":{"listName":{"type":"string","minLength":1,"maxLength":50},"syncHour":{"type":"integer","minimum":0,"maximum":23}},"additionalProperties":false}
                """),
        };
        yield return Integration("01J0DEM01NT000000000000002", "Nightly export", isDeployed: false) with
        {
            Description = "Exports the contacts of the CRM every night.",
            Templates = [Template("01J0DEM0TMP000000000000003", Acme)],
        };
        yield return Integration(Ping, "Ping", isDeployed: true) with
        {
            Description = "Calls the CRM once an hour, to see that it answers.",
            Templates = [Template("01J0DEM0TMP000000000000004", Acme)],
        };
    }

    private Integration Integration(string id, string name, bool isDeployed) => new()
    {
        Id = Id.Parse<IntegrationId>(id),
        HubId = HubId,
        OrganisationId = Organisation,
        Name = name,
        IsDeployed = isDeployed,
        Templates = [],
        CreatedAt = now,
    };

    private static ConnectionTemplate Template(string id, Connector connector) => new()
    {
        Id = Id.Parse<ConnectionTemplateId>(id),
        Connector = connector,
        IsUsed = true,
        IsPrimary = connector == Acme,
    };

    private IEnumerable<EndUser> Users()
    {
        yield return User("01J0DEM0VSR000000000000001", "demo-user", "Demo User",
        [
            Connection("01J0DEM0CNX000000000000001", Acme, "Acme CRM", "string", """{"value":"demo-api-key"}"""),
            Connection(MailerConnection, Mailer, "Mailer", "basic-auth", """{"username":"demo","password":"demo"}"""),
        ]);
        yield return User("01J0DEM0VSR000000000000002", "second-user", "Second User",
        [
            Connection("01J0DEM0CNX000000000000003", Acme, "Acme CRM", "string", """{"value":"second-api-key"}"""),
        ]);
    }

    /// <summary>A user whose first connection is the primary one.</summary>
    private EndUser User(string id, string externalId, string displayName, ImmutableArray<Connection> connections) => new()
    {
        Id = Id.Parse<EndUserId>(id),
        Key = new EndUserKey(HubId, externalId),
        OrganisationId = Organisation,
        DisplayName = displayName,
        PrimaryConnectionId = connections[0].Id,
        Version = 1,
        Usage = new EndUserUsage(connections.Length, 0, connections.Sum(c => c.JsonByteCount), 0),
        CreatedAt = now,
        UpdatedAt = now,
        Parts = EndUserParts.Profile,
        Connections = connections,
    };

    private Connection Connection(string id, Connector connector, string name, string type, string data)
    {
        // Like every id of the catalogue, those of the credentials are fixed: they follow the connection's.
        var credential = new Credential(
            Id.Parse<CredentialId>(id.Replace("CNX", "CRD", StringComparison.Ordinal)),
            name,
            type,
            JsonText.FromTrustedText(data));
        return new Connection
        {
            Id = Id.Parse<ConnectionId>(id),
            ConnectorId = connector.Id,
            Name = name,
            Credentials = new ConnectionCredentials(
                [
                    new ConnectionCredential(
                        Id.Parse<CredentialId>(id.Replace("CNX", "CCR", StringComparison.Ordinal)),
                        connector.AuthScheme,
                        credential),
                ],
                []),
            CreatedAt = now,
            UpdatedAt = now,
        };
    }
}
