using Activations.Grpc.Errors;
using Activations.V1;

namespace Activations.Grpc.Access;

/// <summary>
/// Refuses calls that their caller may never make, and those whose caller is not known. What a caller can reach is not its
/// concern: the stores see to that.
/// </summary>
internal sealed class Authorization(RequestDelegate next, RpcRules rules)
{
    /// <summary>Goes on or refuses.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (rules.Of(context) is not { IsOpen: false } rule || FailureOf(rule, context) is not { } failure)
            return next(context);

        if (failure.Reason == ErrorReason.Unauthenticated && RestErrors.IsRest(context))
            context.Response.Headers.WWWAuthenticate = "Bearer"; // RFC 9110, section 11.6.1
        context.Refuse(failure);
        return Task.CompletedTask;
    }

    private static Failure? FailureOf(RpcRule rule, HttpContext context)
    {
        if (context.Features.Get<Caller>() is not { } caller)
            return (context.Features.Get<FailedAuthentication>() is { } failed ? failed.Failure : Finding.NoCredentials.Failure)!;
        return rule.RefusalOf(caller) is { } message ? new Failure(ErrorReason.PermissionDenied, message) : null;
    }
}
