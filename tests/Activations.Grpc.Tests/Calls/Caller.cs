using Activations.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Activations.Grpc.Tests.Calls;

/// <summary>How a call travels.</summary>
public enum Transport
{
    /// <summary>HTTP/2 without TLS.</summary>
    Grpc,

    /// <summary>HTTP/1.1 and JSON.</summary>
    Rest,
}

/// <summary>A header of a request.</summary>
internal sealed record Header(string Name, string Value);

/// <summary>Makes every call, the same way on both transports.</summary>
internal abstract class Caller
{
    public Task<Answer<Activation>> CallAsync(CreateActivationRequest request, params Header[] headers) =>
        SendAsync<Activation>(request, headers);

    public Task<Answer<Activation>> CallAsync(GetActivationRequest request, params Header[] headers) =>
        SendAsync<Activation>(request, headers);

    public Task<Answer<ResolvedActivation>> CallAsync(ResolveActivationRequest request, params Header[] headers) =>
        SendAsync<ResolvedActivation>(request, headers);

    public Task<Answer<Empty>> CallAsync(DeleteActivationRequest request, params Header[] headers) =>
        SendAsync<Empty>(request, headers);

    public Task<Answer<UpdateDynamicVariablesResponse>> CallAsync(UpdateDynamicVariablesRequest request, params Header[] headers) =>
        SendAsync<UpdateDynamicVariablesResponse>(request, headers);

    public Task<Answer<ActivationPage>> CallAsync(ListActivationsRequest request, params Header[] headers) =>
        SendAsync<ActivationPage>(request, headers);

    public Task<Answer<EndUserActivationPage>> CallAsync(ListEndUserActivationsRequest request, params Header[] headers) =>
        SendAsync<EndUserActivationPage>(request, headers);

    public Task<Answer<UserVariables>> CallAsync(GetUserVariablesRequest request, params Header[] headers) =>
        SendAsync<UserVariables>(request, headers);

    public Task<Answer<Empty>> CallAsync(UpdateUserVariablesRequest request, params Header[] headers) =>
        SendAsync<Empty>(request, headers);

    public Task<Answer<Hub>> CallAsync(CreateHubRequest request, params Header[] headers) =>
        SendAsync<Hub>(request, headers);

    public Task<Answer<Hub>> CallAsync(GetHubRequest request, params Header[] headers) =>
        SendAsync<Hub>(request, headers);

    public Task<Answer<Hub>> CallAsync(UpdateHubRequest request, params Header[] headers) =>
        SendAsync<Hub>(request, headers);

    public Task<Answer<Empty>> CallAsync(DeleteHubRequest request, params Header[] headers) =>
        SendAsync<Empty>(request, headers);

    public Task<Answer<HubsPage>> CallAsync(ListHubsRequest request, params Header[] headers) =>
        SendAsync<HubsPage>(request, headers);

    public Task<Answer<EndUser>> CallAsync(CreateEndUserRequest request, params Header[] headers) =>
        SendAsync<EndUser>(request, headers);

    public Task<Answer<EndUser>> CallAsync(GetEndUserRequest request, params Header[] headers) =>
        SendAsync<EndUser>(request, headers);

    public Task<Answer<Empty>> CallAsync(DeleteEndUserRequest request, params Header[] headers) =>
        SendAsync<Empty>(request, headers);

    public Task<Answer<EndUserPage>> CallAsync(ListEndUsersRequest request, params Header[] headers) =>
        SendAsync<EndUserPage>(request, headers);

    public Task<Answer<Connection>> CallAsync(CreateEndUserConnectionRequest request, params Header[] headers) =>
        SendAsync<Connection>(request, headers);

    public Task<Answer<EndUserConnectionsPage>> CallAsync(ListEndUserConnectionsRequest request, params Header[] headers) =>
        SendAsync<EndUserConnectionsPage>(request, headers);

    public Task<Answer<Connection>> CallAsync(GetEndUserConnectionRequest request, params Header[] headers) =>
        SendAsync<Connection>(request, headers);

    public Task<Answer<Connection>> CallAsync(GetConnectionRequest request, params Header[] headers) =>
        SendAsync<Connection>(request, headers);

    public Task<Answer<Connection>> CallAsync(UpdateConnectionRequest request, params Header[] headers) =>
        SendAsync<Connection>(request, headers);

    public Task<Answer<Empty>> CallAsync(DeleteConnectionRequest request, params Header[] headers) =>
        SendAsync<Empty>(request, headers);

    public Task<Answer<Integration>> CallAsync(CreateIntegrationRequest request, params Header[] headers) =>
        SendAsync<Integration>(request, headers);

    public Task<Answer<IntegrationPage>> CallAsync(ListIntegrationsRequest request, params Header[] headers) =>
        SendAsync<IntegrationPage>(request, headers);

    public Task<Answer<Integration>> CallAsync(GetIntegrationRequest request, params Header[] headers) =>
        SendAsync<Integration>(request, headers);

    public Task<Answer<Integration>> CallAsync(UpdateIntegrationRequest request, params Header[] headers) =>
        SendAsync<Integration>(request, headers);

    public Task<Answer<Empty>> CallAsync(DeleteIntegrationRequest request, params Header[] headers) =>
        SendAsync<Empty>(request, headers);

    public Task<Answer<Integration>> CallAsync(DeployIntegrationRequest request, params Header[] headers) =>
        SendAsync<Integration>(request, headers);

    public Task<Answer<Integration>> CallAsync(UndeployIntegrationRequest request, params Header[] headers) =>
        SendAsync<Integration>(request, headers);

    public Task<Answer<ConnectionTemplate>> CallAsync(CreateConnectionTemplateRequest request, params Header[] headers) =>
        SendAsync<ConnectionTemplate>(request, headers);

    public Task<Answer<ConnectionTemplatePage>> CallAsync(ListConnectionTemplatesRequest request, params Header[] headers) =>
        SendAsync<ConnectionTemplatePage>(request, headers);

    public Task<Answer<Empty>> CallAsync(UpdateIntegrationMetadataRequest request, params Header[] headers) =>
        SendAsync<Empty>(request, headers);

    public Task<Answer<EmbeddedIntegrationPage>> CallAsync(ListEndUserIntegrationsRequest request, params Header[] headers) =>
        SendAsync<EmbeddedIntegrationPage>(request, headers);

    public Task<Answer<EmbeddedIntegration>> CallAsync(GetEmbeddedIntegrationRequest request, params Header[] headers) =>
        SendAsync<EmbeddedIntegration>(request, headers);

    public Task<Answer<CreateApiKeyResponse>> CallAsync(CreateApiKeyRequest request, params Header[] headers) =>
        SendAsync<CreateApiKeyResponse>(request, headers);

    public Task<Answer<ApiKeyPage>> CallAsync(ListApiKeysRequest request, params Header[] headers) =>
        SendAsync<ApiKeyPage>(request, headers);

    public Task<Answer<ApiKey>> CallAsync(RevokeApiKeyRequest request, params Header[] headers) =>
        SendAsync<ApiKey>(request, headers);

    public Task<Answer<SigningKey>> CallAsync(CreateSigningKeyRequest request, params Header[] headers) =>
        SendAsync<SigningKey>(request, headers);

    public Task<Answer<SigningKeyPage>> CallAsync(ListSigningKeysRequest request, params Header[] headers) =>
        SendAsync<SigningKeyPage>(request, headers);

    public Task<Answer<Empty>> CallAsync(DeleteSigningKeyRequest request, params Header[] headers) =>
        SendAsync<Empty>(request, headers);

    protected abstract Task<Answer<TReply>> SendAsync<TReply>(IMessage request, Header[] headers)
        where TReply : class, IMessage<TReply>, new();
}
