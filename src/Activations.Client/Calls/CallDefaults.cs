using Activations.V1;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Options;

namespace Activations.Client.Calls;

/// <summary>Fills in what a call leaves out: its deadline, and the request id that makes a create safe to repeat.</summary>
internal sealed class CallDefaults(IOptions<ActivationsClientOptions> options) : Interceptor
{
    /// <inheritdoc />
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
        continuation(WithRequestId(request), WithDeadline(context));

    /// <inheritdoc />
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        BlockingUnaryCallContinuation<TRequest, TResponse> continuation) =>
        continuation(WithRequestId(request), WithDeadline(context));

    /// <summary>The caller's own message stays as it is: sent again, it is another call, with another id.</summary>
    private static TRequest WithRequestId<TRequest>(TRequest request)
        where TRequest : class
    {
        if (request is not CreateActivationRequest { HasRequestId: false } create)
            return request;
        var identified = create.Clone();
        identified.RequestId = Guid.CreateVersion7().ToString();
        return (TRequest)(object)identified;
    }

    private ClientInterceptorContext<TRequest, TResponse> WithDeadline<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class
    {
        if (context.Options.Deadline is not null || options.Value.DefaultDeadline is not { } patience)
            return context;
        var deadline = context.Options.WithDeadline(DateTime.UtcNow + patience);
        return new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, deadline);
    }
}
