using Activations.Grpc.Configuration;
using ErrorReason = Activations.V1.ErrorReason;

namespace Activations.Grpc.Errors;

/// <summary>
/// A gRPC message that can't be parsed (malformed, or nested deeper than the parser goes) never reaches an interceptor,
/// and the framework answers UNKNOWN. Since <see cref="ErrorInterceptor"/> leaves no exception of a handler untranslated,
/// UNKNOWN means just that; here it becomes INVALID_ARGUMENT. A message over the size limit and an RPC that is not there
/// get their reasons too.
/// </summary>
internal sealed class UnreadableMessages(RequestDelegate next, LimitsOptions limits)
{
    private const string Unimplemented = "12";

    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (RestErrors.IsRest(context) || context.Response.HasStarted)
            return;

        // A failure without a message is "trailers only": the status is among the headers, which are not sent yet.
        var headers = context.Response.Headers;
        var status = context.Response.StatusCode == StatusCodes.Status404NotFound
            ? Unimplemented // a service that is not there
            : headers[GrpcFailures.StatusHeader].ToString();
        var failure = (status, headers.ContainsKey(GrpcFailures.DetailsHeader)) switch
        {
            ("2", false) => new Failure(
                ErrorReason.InvalidArgument,
                "The message can't be read: it is malformed, or its JSON values are nested more than 30 levels deep."),
            (Unimplemented, false) => new Failure(ErrorReason.Unimplemented, "There is no such RPC."),
            ("8", false) => new Failure(ErrorReason.ResourceExhausted, $"The message is larger than {limits.MaxBodyText}."),
            _ => null,
        };
        if (failure is not null)
            GrpcFailures.WriteTrailersOnly(context.Response, failure);
    }
}
