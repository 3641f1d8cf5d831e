using Activations.Grpc.Configuration;
using Grpc.AspNetCore.Server;
using ErrorReason = Activations.V1.ErrorReason;

namespace Activations.Grpc.Errors;

/// <summary>
/// A gRPC call that the framework refuses never reaches an interceptor: its message can't be parsed (malformed, or nested
/// deeper than the parser goes), and the framework answers UNKNOWN; or its frame is broken, and that is INTERNAL. Since
/// <see cref="ErrorInterceptor"/> leaves no exception of a handler untranslated, and gives each status its details, one
/// without them means just that; here it becomes INVALID_ARGUMENT, or CANCELLED where the caller has gone. A message over
/// the size limit, a compression that is not known and an RPC that is not there get their reasons too.
/// </summary>
internal sealed class UnreadableMessages(RequestDelegate next, LimitsOptions limits)
{
    private const string Unknown = "2";
    private const string ResourceExhausted = "8";
    private const string Unimplemented = "12";
    private const string Internal = "13";

    /// <summary>What a message is answered that can't be parsed.</summary>
    public static readonly Failure Malformed = new(
        ErrorReason.InvalidArgument,
        "The message can't be read: it is malformed, or its JSON values are nested more than 30 levels deep.");

    private static readonly Failure NoSuchRpc = new(ErrorReason.Unimplemented, "There is no such RPC.");

    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (RestErrors.IsRest(context) || context.Response.HasStarted)
            return;

        // A failure without a message is "trailers only": the status is among the headers, which are not sent yet.
        var httpStatus = context.Response.StatusCode;
        if (FailureOf(context) is not { } failure)
            return;
        GrpcFailures.WriteTrailersOnly(context.Response, failure);
        if (failure.Reason == ErrorReason.UnsupportedMediaType)
            context.Response.StatusCode = httpStatus; // gRPC over HTTP/2, "Content-Type"
    }

    /// <summary>What the framework failed with.</summary>
    private static Exception? CauseOf(HttpContext context) =>
        context.Features.Get<IServerCallContextFeature>()?.ServerCallContext.Status.DebugException;

    private Failure? FailureOf(HttpContext context)
    {
        var headers = context.Response.Headers;
        if (headers.ContainsKey(GrpcFailures.DetailsHeader))
            return null;
        if (context.Response.StatusCode == StatusCodes.Status415UnsupportedMediaType)
            return new Failure(ErrorReason.UnsupportedMediaType, "The content type must be application/grpc or application/grpc+proto.");
        if (context.Response.StatusCode == StatusCodes.Status404NotFound)
            return NoSuchRpc; // nor its service

        return headers[GrpcFailures.StatusHeader].ToString() switch
        {
            Unknown or Internal when CallerGone.HasEnded(context, CauseOf(context)) => CallerGone.Failure,
            Unknown => Malformed,
            Internal => new Failure(
                ErrorReason.InvalidArgument,
                "The call does not hold one whole message: its frame is broken, or compressed without a grpc-encoding."),
            Unimplemented when context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is not null => new Failure(
                ErrorReason.Unimplemented, "The grpc-encoding is none of gzip and deflate."),
            Unimplemented => NoSuchRpc,
            ResourceExhausted => new Failure(ErrorReason.ResourceExhausted, $"The message is larger than {limits.MaxBodyText}."),
            _ => null,
        };
    }
}
