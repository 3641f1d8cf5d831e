using Activations.Client.Errors;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Activations.Client.Calls;

/// <summary>Makes an exception of the family of what gRPC throws.</summary>
internal sealed class TypedErrors : Interceptor
{
    /// <inheritdoc />
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var call = continuation(request, context);
        var cancellation = context.Options.CancellationToken;
        return new AsyncUnaryCall<TResponse>(
            TranslatedAsync(call.ResponseAsync, request, cancellation),
            _ => TranslatedAsync(call.ResponseHeadersAsync, request, cancellation),
            _ => call.GetStatus(),
            _ => call.GetTrailers(),
            _ => call.Dispose(),
            call);
    }

    /// <inheritdoc />
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        BlockingUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        try
        {
            return continuation(request, context);
        }
        catch (RpcException failure)
        {
            throw Translate(failure, request, context.Options.CancellationToken);
        }
    }

    private static async Task<T> TranslatedAsync<T>(Task<T> task, object request, CancellationToken cancellation)
    {
        try
        {
            return await task.ConfigureAwait(false);
        }
        catch (RpcException failure)
        {
            throw Translate(failure, request, cancellation);
        }
    }

    private static Exception Translate(RpcException failure, object request, CancellationToken cancellation) =>
        failure.StatusCode == StatusCode.Cancelled && cancellation.IsCancellationRequested
        ? new OperationCanceledException("The call was cancelled.", failure, cancellation)
        : Family.ExceptionOf(FailedCall.Of(failure, request));
}
