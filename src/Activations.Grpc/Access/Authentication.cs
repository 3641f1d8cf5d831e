namespace Activations.Grpc.Access;

/// <summary>Finds out who makes a call.</summary>
internal sealed class Authentication(RequestDelegate next)
{
    /// <summary>Goes on as the caller.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        context.Features.Set(Caller.Anybody);
        return next(context);
    }
}
