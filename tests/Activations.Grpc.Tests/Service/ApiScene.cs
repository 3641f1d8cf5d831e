using Activations.Grpc.Tests.Calls;
using Activations.V1;

namespace Activations.Grpc.Tests.Service;

/// <summary>A hub of a test's own, made and filled by the API's own calls, which are thereby proven to be enough.</summary>
internal sealed class ApiScene
{
    private readonly Caller caller;

    private ApiScene(Caller caller, Hub hub)
    {
        this.caller = caller;
        Hub = hub;
    }

    /// <summary>The hub as it was made.</summary>
    public Hub Hub { get; }

    public string HubId => Hub.Id;

    /// <summary>The hub's primary connector.</summary>
    public string Crm => Hub.PrimaryConnector.ConnectorId;

    /// <summary>Another connector.</summary>
    public string Mailer { get; } = Catalogue.NewId();

    /// <summary>Makes a hub of a new organisation, but for what <paramref name="change"/> says.</summary>
    public static async Task<ApiScene> CreateAsync(Caller caller, Action<CreateHubRequest>? change = null)
    {
        var request = new CreateHubRequest
        {
            OrganisationId = Catalogue.NewId(),
            Name = "Hub",
            PrimaryConnectorId = Catalogue.NewId(),
            AuthSchemeConfig = Samples.ApiKey(),
        };
        change?.Invoke(request);
        return new ApiScene(caller, (await caller.CallAsync(request)).Reply);
    }

    /// <summary>Adds a user without connections, but for what <paramref name="change"/> says.</summary>
    public async Task<EndUser> AddUserAsync(string? externalId = null, Action<CreateEndUserRequest>? change = null)
    {
        var request = new CreateEndUserRequest { HubId = HubId, ExternalId = externalId ?? $"user-{Catalogue.NewId()}" };
        change?.Invoke(request);
        return (await caller.CallAsync(request)).Reply;
    }

    /// <summary>Adds a user with a primary connection.</summary>
    public Task<EndUser> AddConnectedUserAsync() => AddUserAsync(null, r => r.PrimaryConnection = Samples.Connection());

    /// <summary>Gives a user a connection; to the mailer unless another connector is named.</summary>
    public async Task<Connection> AddConnectionAsync(
        EndUser user, string? connector = null, ConnectionCreate? connection = null) =>
        (await caller.CallAsync(new CreateEndUserConnectionRequest
        {
            HubId = HubId,
            UserId = user.ExternalId,
            ConnectorId = connector ?? Mailer,
            Connection = connection ?? Samples.Connection(),
        })).Reply;

    /// <summary>Adds an integration with nothing but a name, not deployed, but for what <paramref name="change"/> says.</summary>
    public async Task<Integration> AddIntegrationAsync(Action<CreateIntegrationRequest>? change = null)
    {
        var request = new CreateIntegrationRequest
        {
            HubId = HubId,
            OrganisationId = Hub.OrganisationId,
            Name = "Integration",
        };
        change?.Invoke(request);
        return (await caller.CallAsync(request)).Reply;
    }

    /// <summary>Adds an integration and deploys it.</summary>
    public async Task<Integration> AddDeployedIntegrationAsync(Action<CreateIntegrationRequest>? change = null)
    {
        var integration = await AddIntegrationAsync(change);
        return (await caller.CallAsync(new DeployIntegrationRequest { IntegrationId = integration.Id })).Reply;
    }

    /// <summary>Adds a connection template; to the mailer unless another connector is named.</summary>
    public async Task<ConnectionTemplate> AddTemplateAsync(Integration integration, string? connector = null) =>
        (await caller.CallAsync(new CreateConnectionTemplateRequest
        {
            IntegrationId = integration.Id,
            ConnectorId = connector ?? Mailer,
            AuthSchemeConfig = Samples.ApiKey(),
        })).Reply;

    /// <summary>Activates an integration for a user, with a connection for each of these templates.</summary>
    public async Task<Activation> ActivateAsync(
        EndUser user, Integration integration, params (ConnectionTemplate Template, Connection Connection)[] bindings)
    {
        var request = new CreateActivationRequest { UserId = user.ExternalId, IntegrationId = integration.Id };
        request.Connections.AddRange(bindings.Select(
            b => new ActivationConnectionCreate { TemplateId = b.Template.Id, ConnectionId = b.Connection.Id }));
        return (await caller.CallAsync(request)).Reply;
    }

    /// <summary>Adds an integration with a template for the mailer, and activates it with a connection of the user's.</summary>
    public async Task<BoundConnectionScene> BindAsync(EndUser user)
    {
        var integration = await AddDeployedIntegrationAsync();
        var template = await AddTemplateAsync(integration);
        var connection = await AddConnectionAsync(user);
        return new BoundConnectionScene(
            integration, template, connection, await ActivateAsync(user, integration, (template, connection)));
    }
}

/// <summary>An activation that binds a connection to the one template of its integration.</summary>
internal sealed record BoundConnectionScene(
    Integration Integration, ConnectionTemplate Template, Connection Connection, Activation Activation);
