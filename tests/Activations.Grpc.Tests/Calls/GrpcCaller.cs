using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Activations.Grpc.Tests.Calls;

/// <summary>Calls over gRPC.</summary>
internal sealed class GrpcCaller(GrpcChannel channel) : Caller
{
    private readonly CallInvoker invoker = channel.CreateCallInvoker();

    /// <inheritdoc />
    protected override async Task<Answer<TReply>> SendAsync<TReply>(IMessage request, Header[] headers)
    {
        var metadata = new Metadata();
        foreach (var (name, value) in headers)
            metadata.Add(name, value);
        var options = new CallOptions(metadata, cancellationToken: TestContext.Current.CancellationToken);

        using var call = invoker.AsyncUnaryCall(MethodOf<TReply>(request), host: null, options, request);
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

    private static Method<IMessage, TReply> MethodOf<TReply>(IMessage request)
        where TReply : class, IMessage<TReply>, new()
    {
        var rpc = Rpc.Of(request);
        return new Method<IMessage, TReply>(
            MethodType.Unary,
            rpc.Service.FullName,
            rpc.Name,
            Marshallers.Create<IMessage>(message => message.ToByteArray(), _ => throw new NotSupportedException()),
            Marshallers.Create(reply => reply.ToByteArray(), new MessageParser<TReply>(() => new TReply()).ParseFrom));
    }
}
