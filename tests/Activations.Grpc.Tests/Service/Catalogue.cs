using System.Collections.Immutable;
using Activations.EndUsers;
using Activations.Hubs;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Json;
using Activations.Stores;

namespace Activations.Grpc.Tests.Service;

/// <summary>
/// Puts hubs, integrations and users straight into the store, in one step each; <see cref="ApiScene"/> makes them by the
/// API's own calls. Everything that it adds is new, so that no test meets what another one left.
/// </summary>
internal sealed class Catalogue(IStore store)
{
    /// <summary>The hub of the demo catalogue.</summary>
    public const string DemoHub = "01J0DEM0HVB000000000000001";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_750_000_000_123);

    /// <summary>The primary connector of every hub.</summary>
    public static Connector Crm { get; } = Connector("Acme CRM", """{"id":"a","schemeType":"api-key","name":"X-Api-Key","in":"header"}""");

    /// <summary>Another connector.</summary>
    public static Connector Mailer { get; } = Connector("Mailer", """{"id":"b","schemeType":"basic-auth"}""");

    /// <summary>The schema of the demo catalogue's first integration.</summary>
    public static JsonText MailerSchema { get; } = JsonText.FromTrustedText(
        """
        {"type":"object","required":["listName"],"properties":{"listName":{"type":"string","minLength":1,"maxLength":50},"syncHour":{"type":"integer","minimum":0,"maximum":23}},"additionalProperties":false}
        """);

    /// <summary>Who owns all that is put there.</summary>
    public static OrganisationId Organisation { get; } = New<OrganisationId>();

    public static TId New<TId>()
        where TId : struct, IId<TId> => TId.From(Ulid.NewUlid());

    public static string NewId() => Ulid.NewUlid().ToString();

    public async Task<HubId> AddHubAsync()
    {
        var hub = new Hub
        {
            Id = New<HubId>(),
            OrganisationId = Organisation,
            Name = "Hub",
            PrimaryConnector = Crm,
            CreatedAt = Now,
        };
        Assert.True(await store.Hubs.AddAsync(hub, TestContext.Current.CancellationToken));
        return hub.Id;
    }

    /// <summary>Adds an integration without templates and schema, but for what <paramref name="change"/> says.</summary>
    public async Task<Integration> AddIntegrationAsync(HubId hub, Func<Integration, Integration>? change = null)
    {
        var integration = new Integration
        {
            Id = New<IntegrationId>(),
            HubId = hub,
            OrganisationId = Organisation,
            Name = "Integration",
            IsDeployed = true,
            Templates = [],
            CreatedAt = Now,
        };
        integration = change?.Invoke(integration) ?? integration;
        Assert.True(await store.Integrations.AddAsync(integration, TestContext.Current.CancellationToken));
        return integration;
    }

    /// <summary>Adds a user with these connections.</summary>
    public async Task<EndUser> AddUserAsync(
        HubId hub, string? externalId = null, ConnectionId? primary = null, params ImmutableArray<Connection> connections)
    {
        var user = new EndUser
        {
            Id = New<EndUserId>(),
            Key = new EndUserKey(hub, externalId ?? $"user-{NewId()}"),
            OrganisationId = Organisation,
            DisplayName = "",
            PrimaryConnectionId = primary,
            Version = 1,
            Usage = new EndUserUsage(connections.Length, 0, connections.Sum(c => c.JsonByteCount), 0),
            CreatedAt = Now,
            UpdatedAt = Now,
            Parts = EndUserParts.Profile,
            Connections = connections,
        };
        Assert.True(await store.EndUsers.AddAsync(user, TestContext.Current.CancellationToken));
        return user;
    }

    /// <summary>A hub with an integration like the demo catalogue's first, and a user with a connection to each connector.</summary>
    public async Task<Scene> AddSceneAsync(Func<Integration, Integration>? change = null)
    {
        var hub = await AddHubAsync();
        var integration = await AddIntegrationAsync(hub, i =>
        {
            i = i with { Templates = [Template(Crm), Template(Mailer)], VariablesSchema = MailerSchema };
            return change?.Invoke(i) ?? i;
        });
        var (primary, mailer) = (Connection(Crm), Connection(Mailer));
        var user = await AddUserAsync(hub, null, primary.Id, primary, mailer);
        return new Scene(integration, user, primary, mailer);
    }

    public static ConnectionTemplate Template(Connector connector, bool isUsed = true) => new()
    {
        Id = New<ConnectionTemplateId>(),
        Connector = connector,
        IsUsed = isUsed,
        IsPrimary = connector == Crm,
    };

    /// <summary>A connection with a secret, which must never be seen again.</summary>
    public static Connection Connection(Connector connector, string data = """{"value":"stored-secret"}""") => new()
    {
        Id = New<ConnectionId>(),
        ConnectorId = connector.Id,
        Name = connector.Name,
        Credentials = new ConnectionCredentials(
            [
                new ConnectionCredential(
                    New<CredentialId>(),
                    connector.AuthScheme,
                    new Credential(New<CredentialId>(), "key", "string", JsonText.FromTrustedText(data))),
            ],
            []),
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    private static Connector Connector(string name, string authScheme) => new()
    {
        Id = New<ConnectorId>(),
        Name = name,
        AuthScheme = new AuthScheme(JsonText.FromTrustedText(authScheme)),
    };
}
