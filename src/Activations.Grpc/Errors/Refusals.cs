namespace Activations.Grpc.Errors;

/// <summary>Answers a call before its handler is reached.</summary>
internal static class Refusals
{
    /// <summary>Sets the answer; over REST, <see cref="RestErrors"/> writes it.</summary>
    public static void Refuse(this HttpContext context, Failure failure)
    {
        if (RestErrors.IsRest(context))
            context.Features.Set(failure);
        else
            GrpcFailures.WriteTrailersOnly(context.Response, failure);
    }
}
