using Activations.Grpc.Configuration;

namespace Activations.Grpc.Access;

/// <summary>
/// Finds out who makes a call. Where nobody knows, it sets no <see cref="Caller"/> but a <see cref="FailedAuthentication"/>,
/// which <see cref="Authorization"/> answers.
/// </summary>
internal sealed class Authentication(RequestDelegate next, Callers callers, RpcRules rules, ActivationsOptions options)
{
    private readonly bool isRequired = options.Auth.IsRequired;

    /// <summary>Goes on as the caller.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<LocalOperator>() is not null)
            return ContinueAs(Caller.Operator, context);
        if (!isRequired)
            return ContinueAs(Caller.Anybody, context);
        if (rules.Of(context) is null or { IsOpen: true })
            return next(context);

        var finding = callers.FindAsync(context.Request.Headers.Authorization, context.RequestAborted);
        if (!finding.IsCompletedSuccessfully)
            return AwaitAsync(finding, context);
        Note(finding.Result, context);
        return next(context);
    }

    private static void Note(Finding finding, HttpContext context)
    {
        if (finding.Caller is { } caller)
            context.Features.Set(caller);
        else
            context.Features.Set(new FailedAuthentication(finding.Failure!));
    }

    private async Task AwaitAsync(ValueTask<Finding> finding, HttpContext context)
    {
        Note(await finding, context);
        await next(context);
    }

    private Task ContinueAs(Caller caller, HttpContext context)
    {
        context.Features.Set(caller);
        return next(context);
    }
}
