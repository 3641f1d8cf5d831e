using Activations.Grpc.Configuration;
using Activations.Grpc.Errors;

namespace Activations.Grpc.Limits;

/// <summary>
/// Gives every call a deadline: the caller's own, up to the maximum, or else the default. Over gRPC the framework keeps it,
/// and needs only to be told; the transcoder knows none, so over REST the token of the request ends there.
/// </summary>
internal sealed class CallDeadlines(RequestDelegate next, LimitsOptions limits)
{
    private const string DeadlineExceeded = "4";

    /// <summary>Less than a clock can tell from none; the framework takes zero for no deadline at all.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly string defaultHeader = CallTimeout.Format(limits.DefaultDeadline);
    private readonly string maxHeader = CallTimeout.Format(limits.MaxDeadline);

    /// <summary>Runs the rest of the pipeline.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (Unlimited.Is(context))
            return next(context);

        var header = context.Request.Headers[CallTimeout.Header];
        TimeSpan? asked = null;
        if (header.Count > 0)
        {
            if (!CallTimeout.TryParse(header, out var timeout))
            {
                context.Refuse(Failure.OfField(
                    CallTimeout.Header, "must be at most 8 digits and a unit (H, M, S, m, u or n), such as 250m"));
                return Task.CompletedTask;
            }

            if (timeout < Shortest)
            {
                context.Refuse(CallDeadline.Passed);
                return Task.CompletedTask;
            }

            asked = timeout;
        }

        return RestErrors.IsRest(context) ? RunRestAsync(context, asked) : RunGrpc(context, asked);
    }

    private Task RunGrpc(HttpContext context, TimeSpan? asked)
    {
        if (asked is null)
            context.Request.Headers[CallTimeout.Header] = defaultHeader;
        else if (asked > limits.MaxDeadline)
            context.Request.Headers[CallTimeout.Header] = maxHeader;
        context.Response.OnStarting(AddDetails, context.Response);
        return next(context);
    }

    /// <summary>The framework answers a deadline with the bare status.</summary>
    private static Task AddDetails(object state)
    {
        var response = (HttpResponse)state;
        if (response.Headers.TryGetValue(GrpcFailures.StatusHeader, out var status)
            && status == DeadlineExceeded
            && !response.Headers.ContainsKey(GrpcFailures.DetailsHeader))
        {
            GrpcFailures.WriteTrailersOnly(response, CallDeadline.Passed);
        }

        return Task.CompletedTask;
    }

    private async Task RunRestAsync(HttpContext context, TimeSpan? asked)
    {
        var timeout = asked is { } own ? (own < limits.MaxDeadline ? own : limits.MaxDeadline) : limits.DefaultDeadline;
        var callerGone = context.RequestAborted;
        using var deadline = new CallDeadline(timeout, callerGone);
        context.Features.Set(deadline);
        context.RequestAborted = deadline.Token;
        try
        {
            await next(context);
            // Where the deadline passes while the answer is written, the transcoder makes a failure of its own of it.
            if (deadline.HasPassed
                && context.Response.StatusCode >= StatusCodes.Status500InternalServerError
                && context.Features.Get<Failure>() is null)
            {
                context.Refuse(CallDeadline.Passed);
            }
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            context.Refuse(CallDeadline.Passed);
        }
        finally
        {
            context.RequestAborted = callerGone; // the answer is yet to be written
        }
    }
}
