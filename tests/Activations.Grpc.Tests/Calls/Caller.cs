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

/// <summary>Makes the calls of ActivationService, the same way on both transports.</summary>
internal abstract class Caller
{
    public Task<Answer<Activation>> CallAsync(CreateActivationRequest request, params Header[] headers) =>
        SendAsync<Activation>(request, headers);

    public Task<Answer<Activation>> CallAsync(GetActivationRequest request, params Header[] headers) =>
        SendAsync<Activation>(request, headers);

    public Task<Answer<Empty>> CallAsync(DeleteActivationRequest request, params Header[] headers) =>
        SendAsync<Empty>(request, headers);

    public Task<Answer<UpdateDynamicVariablesResponse>> CallAsync(
        UpdateDynamicVariablesRequest request, params Header[] headers) =>
        SendAsync<UpdateDynamicVariablesResponse>(request, headers);

    public Task<Answer<ActivationPage>> CallAsync(ListActivationsRequest request, params Header[] headers) =>
        SendAsync<ActivationPage>(request, headers);

    public Task<Answer<EndUserActivationPage>> CallAsync(
        ListEndUserActivationsRequest request, params Header[] headers) =>
        SendAsync<EndUserActivationPage>(request, headers);

    public Task<Answer<UserVariables>> CallAsync(GetUserVariablesRequest request, params Header[] headers) =>
        SendAsync<UserVariables>(request, headers);

    public Task<Answer<Empty>> CallAsync(UpdateUserVariablesRequest request, params Header[] headers) =>
        SendAsync<Empty>(request, headers);

    protected abstract Task<Answer<TReply>> SendAsync<TReply>(IMessage request, Header[] headers)
        where TReply : class, IMessage<TReply>, new();
}
