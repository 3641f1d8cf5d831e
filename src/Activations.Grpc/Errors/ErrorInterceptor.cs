using Activations.Errors;
using Activations.Grpc.Limits;
using Activations.Grpc.Telemetry;
using Grpc.Core;
using Grpc.Core.Interceptors;
using ErrorReason = Activations.V1.ErrorReason;

namespace Activations.Grpc.Errors;

/// <summary>
/// Answers every exception of a call with a status. On REST the failure is left to <see cref="RestErrors"/>, which
/// writes the body; an error is logged here, once.
/// </summary>
internal sealed partial class ErrorInterceptor(ILogger<ErrorInterceptor> logger) : Interceptor
{
    /// <inheritdoc />
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw Translate(exception, context);
        }
    }

    /// <inheritdoc />
    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        var http = context.GetHttpContext();
        try
        {
            await continuation(request, responseStream, context);
            http.RequestAborted.ThrowIfCancellationRequested(); // watching ends by it as if all were said
        }
        catch (Exception exception) when (CallerGone.HasEnded(http, exception))
        {
            throw ToRpcException(CallerGone.Failure, context);
        }
    }

    /// <inheritdoc />
    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        catch (Exception exception) when (CallerGone.HasEnded(context.GetHttpContext(), exception))
        {
            throw ToRpcException(CallerGone.Failure, context);
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw ToRpcException(UnreadableMessages.Malformed, context);
        }
    }

    /// <summary>
    /// Whether a message of a stream could not be read, which a handler of streams gets as an exception of its reader: it is
    /// malformed, or its frame is.
    /// </summary>
    private static bool IsUnreadable(Exception exception) =>
        exception is InvalidDataException or IOException or RpcException { StatusCode: StatusCode.Internal };

    private static RpcException ToRpcException(Failure failure, ServerCallContext context) =>
        failure.ToStatus(TraceIds.Of(context.GetHttpContext())).ToRpcException();

    private RpcException Translate(Exception exception, ServerCallContext context)
    {
        var failure = exception switch
        {
            ActivationsException refused => Failure.Of(refused),
            OperationCanceledException when context.CancellationToken.IsCancellationRequested => Ended(context),
            _ => new Failure(ErrorReason.Internal, "The service failed. Its log has the cause."),
        };
        if (failure.Reason == ErrorReason.Internal)
            LogDefect(exception, context.Method);
        else if (exception is SecretUnreadableException unreadable)
            LogUnreadable(context.Method, unreadable.Record, unreadable.KeyId ?? "none", unreadable.Problem);
        else if (failure.Reason == ErrorReason.Unavailable)
            LogUnavailable(exception.InnerException ?? exception, context.Method);

        var http = context.GetHttpContext();
        if (!RestErrors.IsRest(http))
            return ToRpcException(failure, context);
        http.Features.Set(failure);
        return new RpcException(new Status((StatusCode)ErrorReasons.CodeOf(failure.Reason), failure.Message));
    }

    private static Failure Ended(ServerCallContext context) =>
        context.Deadline <= DateTime.UtcNow || context.GetHttpContext().Features.Get<CallDeadline>() is { HasPassed: true }
        ? CallDeadline.Passed
        : CallerGone.Failure;

    [LoggerMessage(1, LogLevel.Error, "{Method} failed by a defect")]
    private partial void LogDefect(Exception exception, string method);

    [LoggerMessage(7, LogLevel.Error, "{Method} could not read the secret of {Record}, sealed with the key {KeyId}: {Problem}")]
    private partial void LogUnreadable(string method, string record, string keyId, string problem);

    [LoggerMessage(2, LogLevel.Warning, "{Method} could not use the store")]
    private partial void LogUnavailable(Exception exception, string method);
}
