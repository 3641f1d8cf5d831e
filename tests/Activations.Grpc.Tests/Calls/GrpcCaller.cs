using Activations.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Activations.Grpc.Tests.Calls;

/// <summary>Calls over gRPC, with the generated client.</summary>
internal sealed class GrpcCaller(GrpcChannel channel) : Caller
{
    private readonly ActivationService.ActivationServiceClient client = new(channel);

    /// <inheritdoc />
    protected override async Task<Answer<TReply>> SendAsync<TReply>(IMessage request, Header[] headers)
    {
        var metadata = new Metadata();
        foreach (var (name, value) in headers)
            metadata.Add(name, value);
        var options = new CallOptions(metadata, cancellationToken: TestContext.Current.CancellationToken);
        object started = request switch
        {
            CreateActivationRequest r => client.CreateActivationAsync(r, options),
            GetActivationRequest r => client.GetActivationAsync(r, options),
            DeleteActivationRequest r => client.DeleteActivationAsync(r, options),
            UpdateDynamicVariablesRequest r => client.UpdateDynamicVariablesAsync(r, options),
            ListActivationsRequest r => client.ListActivationsAsync(r, options),
            ListEndUserActivationsRequest r => client.ListEndUserActivationsAsync(r, options),
            GetUserVariablesRequest r => client.GetUserVariablesAsync(r, options),
            UpdateUserVariablesRequest r => client.UpdateUserVariablesAsync(r, options),
            _ => throw new ArgumentException("Not a request of ActivationService.", nameof(request)),
        };

        using var call = (AsyncUnaryCall<TReply>)started;
        try
        {
            var reply = await call;
            var answered = await call.ResponseHeadersAsync;
            return new Answer<TReply>(reply, null, answered.GetValue);
        }
        catch (RpcException exception)
        {
            return new Answer<TReply>(null, Refusal.Of(exception), exception.Trailers.GetValue);
        }
    }
}
