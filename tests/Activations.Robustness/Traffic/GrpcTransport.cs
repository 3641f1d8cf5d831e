using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;

namespace Activations.Robustness.Traffic;

/// <summary>Calls over gRPC.</summary>
internal sealed class GrpcTransport : Transport
{
    private readonly GrpcChannel channel;
    private readonly CallInvoker invoker;

    public GrpcTransport(Uri address)
    {
        channel = GrpcChannel.ForAddress(address);
        invoker = channel.CreateCallInvoker();
    }

    public override string Name => "gRPC";

    public override async Task<Answer> SendAsync(IMessage request, TimeSpan patience)
    {
        var rpc = Rpc.Of(request);
        var method = new Method<IMessage, IMessage>(
            MethodType.Unary,
            rpc.Service.FullName,
            rpc.Name,
            Marshallers.Create<IMessage>(message => message.ToByteArray(), _ => throw new NotSupportedException()),
            Marshallers.Create<IMessage>(_ => throw new NotSupportedException(), bytes => rpc.OutputType.Parser.ParseFrom(bytes)));
        try
        {
            using var call = invoker.AsyncUnaryCall(method, null, new CallOptions(deadline: DateTime.UtcNow + patience), request);
            var reply = await call;
            var headers = await call.ResponseHeadersAsync;
            return new Answer { Reply = reply, IsReplay = headers.GetValue("idempotent-replayed") == "true" };
        }
        catch (RpcException exception) when (exception.GetRpcStatus()?.GetDetail<ErrorInfo>() is { } info)
        {
            return Answer.Refused(info.Reason, exception.GetRpcStatus()?.GetDetail<RetryInfo>() is not null);
        }
        catch (RpcException exception)
        {
            return new Answer { Lost = $"{exception.StatusCode} {exception.Status.Detail}" };
        }
    }

    public override void Dispose() => channel.Dispose();
}
