using Activations.Grpc.Errors;
using Activations.Grpc.Limits;
using Activations.V1;

namespace Activations.Grpc.Hosting;

/// <summary>
/// Refuses calls with UNAVAILABLE until the store has been made ready: before that it has neither all of its indexes, which
/// keep what is unique unique, nor the data that the service starts with.
/// </summary>
internal sealed class NotReady(RequestDelegate next, StoreReadiness readiness)
{
    /// <summary>Goes on or refuses.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (readiness.IsReady || Unlimited.Is(context))
            return next(context);

        context.Refuse(new Failure(ErrorReason.Unavailable, "The store is not ready yet.")
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        });
        return Task.CompletedTask;
    }
}
