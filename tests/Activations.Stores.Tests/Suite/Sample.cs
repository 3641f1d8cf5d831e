using Activations.Access;
using Activations.Builders;
using Activations.EndUsers;
using Activations.Hubs;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Json;

namespace Activations.Stores.Tests.Suite;

/// <summary>Makes hubs, integrations, users and what they hold, each with ids of its own.</summary>
internal sealed class Sample(IIdSource ids)
{
    /// <summary>When everything is created.</summary>
    public static DateTimeOffset Now => Catalogue.CreatedAt;

    public static HubId Hub => Catalogue.Hub.Id;

    public static HubId OtherHub { get; } = Id.Parse<HubId>("01J0DEM0HVB000000000000002");

    public TId NextId<TId>()
        where TId : struct, IId<TId> => ids.Next<TId>();

    /// <summary>A new hub of the organisation that owns the demo hub.</summary>
    public Hub NewHub(string name = "A Hub") => Catalogue.Hub with { Id = NextId<HubId>(), Name = name };

    /// <summary>A new API key for the organisation that owns the demo hub, or for hubs of it.</summary>
    public ApiKey ApiKey(params HubId[] hubs)
    {
        var text = ApiKeyText.Create(NextId<ApiKeyId>());
        return new ApiKey
        {
            Id = text.Id,
            Name = "A Key",
            OrganisationId = Catalogue.Hub.OrganisationId,
            HubIds = [.. hubs],
            Scopes = KeyScopes.Read,
            Hash = text.Hash,
            CreatedAt = Now,
        };
    }

    /// <summary>A new signing key of a hub of the organisation that owns the demo hub.</summary>
    public SigningKey SigningKey(HubId hub) => new()
    {
        Id = NextId<SigningKeyId>(),
        HubId = hub,
        OrganisationId = Catalogue.Hub.OrganisationId,
        Name = "A Key",
        Algorithm = "ES256",
        PublicKeyPem = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        CreatedAt = Now,
    };

    /// <summary>A new integration that is not deployed and has no schema.</summary>
    public Integration Integration(params ConnectionTemplate[] templates) => new()
    {
        Id = NextId<IntegrationId>(),
        HubId = Hub,
        OrganisationId = Catalogue.Hub.OrganisationId,
        Name = "An Integration",
        IsDeployed = false,
        Templates = [.. templates],
        CreatedAt = Now,
    };

    /// <summary>A template that is used.</summary>
    public ConnectionTemplate Template() => Catalogue.MailerTemplate with { Id = NextId<ConnectionTemplateId>() };

    /// <summary>A new user that holds these connections, none of them primary.</summary>
    public EndUser User(params Connection[] connections) => User($"user {NextId<WriteId>()}", Hub, connections);

    /// <summary>A new user that holds these connections, none of them primary.</summary>
    public EndUser User(string externalId, HubId hub, params Connection[] connections) => new()
    {
        Id = NextId<EndUserId>(),
        Key = new EndUserKey(hub, externalId),
        OrganisationId = Catalogue.Hub.OrganisationId,
        DisplayName = "A User",
        PrimaryConnectionId = null,
        Version = 1,
        Usage = new EndUserUsage(connections.Length, 0, connections.Sum(c => c.JsonByteCount), 0),
        CreatedAt = Now,
        UpdatedAt = Now,
        Parts = EndUserParts.Profile,
        Connections = [.. connections],
    };

    public Connection Connection(string name = "My Mailer", string data = """{"value":"s3cret"}""") => new()
    {
        Id = NextId<ConnectionId>(),
        ConnectorId = Catalogue.Mailer.Id,
        Name = name,
        Credentials = new ConnectionCredentials(
            [
                new ConnectionCredential(
                    NextId<CredentialId>(),
                    Catalogue.Mailer.AuthScheme,
                    new Credential(NextId<CredentialId>(), "key", "string", JsonText.FromTrustedText(data))),
            ],
            []),
        Variables = [new ConnectionVariable("region", "eu")],
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    /// <summary>The connection with everything changed that may change.</summary>
    public Connection Changed(Connection connection)
    {
        var other = Connection($"{connection.Name}, changed", """{"value":"0ther","$more":{"a.b":1}}""");
        return connection with
        {
            Name = other.Name,
            Credentials = new ConnectionCredentials([], other.Credentials.Action),
            Variables = [new ConnectionVariable("region", "us"), new ConnectionVariable("zone", "")],
            UpdatedAt = Now.AddDays(1),
        };
    }

    /// <summary>An activation of an integration that nothing else activates.</summary>
    public Activation Activation(params Connection[] bound) => ActivationOf(NextId<IntegrationId>(), bound);

    public Activation ActivationOf(IntegrationId integration, params Connection[] bound) => new()
    {
        Id = NextId<ActivationId>(),
        IntegrationId = integration,
        Bindings = [.. bound.Select(c => new Binding(NextId<ConnectionTemplateId>(), c.Id))],
        DynamicVariables = JsonText.FromTrustedText("""{"listName":"friends"}"""),
        Revision = 1,
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    public UsedRequestId RequestId(string value, DateTimeOffset usedAt) =>
        new(value, [.. Enumerable.Repeat((byte)7, 32)], NextId<ActivationId>(), usedAt);

    /// <summary>A change with the usage that it leads to; what it removes or replaces must be loaded.</summary>
    public EndUserChange Change(EndUser from, params EndUserEdit[] edits) => new()
    {
        From = from,
        WriteId = NextId<WriteId>(),
        Edits = [.. edits],
        Usage = edits.Aggregate(from.Usage, (usage, edit) => After(usage, edit, from)),
    };

    private static EndUserUsage After(EndUserUsage usage, EndUserEdit edit, EndUser from) => edit switch
    {
        EndUserEdit.AddConnection { Connection: var connection } => usage with
        {
            Connections = usage.Connections + 1,
            JsonBytes = usage.JsonBytes + connection.JsonByteCount,
        },
        EndUserEdit.AddActivation { Activation: var activation } => usage with
        {
            Activations = usage.Activations + 1,
            JsonBytes = usage.JsonBytes + activation.DynamicVariables.ByteCount,
        },
        EndUserEdit.SetConnection { Connection: var connection } => usage with
        {
            JsonBytes = usage.JsonBytes - BytesOf(connection.Id, from) + connection.JsonByteCount,
        },
        EndUserEdit.RemoveConnection { Id: var id } => usage with
        {
            Connections = usage.Connections - 1,
            JsonBytes = usage.JsonBytes - BytesOf(id, from),
        },
        EndUserEdit.RemoveActivations { Ids: var ids } => usage with
        {
            Activations = usage.Activations - ids.Length,
            JsonBytes = usage.JsonBytes - ids.Sum(id => BytesOf(id, from)),
        },
        EndUserEdit.SetVariables set => usage with
        {
            JsonBytes = usage.JsonBytes - BytesOf(set.Id, from) + set.DynamicVariables.ByteCount,
        },
        EndUserEdit.RememberRequestId => usage with { RequestIds = usage.RequestIds + 1 },
        _ => usage,
    };

    private static int BytesOf(ConnectionId id, EndUser from) => from.Connections.Single(c => c.Id == id).JsonByteCount;

    private static int BytesOf(ActivationId id, EndUser from) =>
        from.Activations.Single(a => a.Id == id).DynamicVariables.ByteCount;
}
