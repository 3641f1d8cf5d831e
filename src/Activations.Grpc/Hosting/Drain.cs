using Activations.Grpc.Errors;
using Activations.V1;

namespace Activations.Grpc.Hosting;

/// <summary>
/// Refuses new calls with UNAVAILABLE once the service is stopping. Calls that have begun go on for up to
/// <see cref="Patience"/>.
/// </summary>
internal sealed class Drain(RequestDelegate next, IHostApplicationLifetime lifetime)
{
    /// <summary>How long calls that have begun may take once the service is stopping.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Goes on or refuses.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (!lifetime.ApplicationStopping.IsCancellationRequested)
            return next(context);

        context.Refuse(new Failure(ErrorReason.Unavailable, "The service is stopping.")
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        });
        return Task.CompletedTask;
    }
}
