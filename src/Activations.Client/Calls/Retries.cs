using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Options;

namespace Activations.Client.Calls;

/// <summary>Repeats calls as <see cref="Attempts"/> decides.</summary>
internal sealed class Retries(IOptions<ActivationsClientOptions> options) : Interceptor
{
    /// <inheritdoc />
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncUnaryCallContinuation<TRequest, TResponse> continuation) =>
        new RepeatedCall<TResponse>(
            () => continuation(request, context), AttemptsOf(context), context.Options.CancellationToken).Start();

    /// <inheritdoc />
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        BlockingUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var attempts = AttemptsOf(context);
        while (true)
        {
            NextStep step;
            try
            {
                return continuation(request, context);
            }
            catch (RpcException failure)
            {
                step = attempts.After(failure);
                if (step == NextStep.Fail)
                    throw;
            }

            if (step == NextStep.Succeed)
                return Deleted<TResponse>();
            context.Options.CancellationToken.WaitHandle.WaitOne(attempts.Delay);
            context.Options.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The answer of every call that deletes.</summary>
    public static TResponse Deleted<TResponse>()
        where TResponse : class => (TResponse)(object)new Empty();

    private Attempts AttemptsOf<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class => new(context.Method.FullName, context.Options.Deadline, options.Value.Retry);
}
