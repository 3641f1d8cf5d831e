using Activations.Client.Errors;
using Grpc.Core;

namespace Activations.Client.Calls;

/// <summary>What comes after an attempt that failed.</summary>
internal enum NextStep
{
    /// <summary>Wait, then try again.</summary>
    TryAgain,

    /// <summary>The call failed.</summary>
    Fail,

    /// <summary>What was to be deleted is not there any more, and an earlier attempt may have deleted it.</summary>
    Succeed,
}

/// <summary>The attempts of one call: decides after each whether another one is safe, helps, and has the time.</summary>
/// <param name="call">The call's full name.</param>
/// <param name="deadline">When the call must be done, in UTC.</param>
/// <param name="options">How often, and after what time.</param>
internal sealed class Attempts(string call, DateTime? deadline, ActivationsRetryOptions options)
{
    private int failed;
    private RpcException? uncertain;

    /// <summary>What to wait before the next attempt.</summary>
    public TimeSpan Delay { get; private set; }

    /// <summary>
    /// Decides. Throws what to tell the caller if that is another failure than this one: of an attempt that may have taken effect.
    /// Who is told only of a later attempt that did not would take it that nothing was done.
    /// </summary>
    public NextStep After(RpcException failure)
    {
        failed++;
        var reason = failure.Info()?.Reason;
        if (uncertain is not null && reason is not null && reason == Repeatable.GoneReasonOf(call))
            return NextStep.Succeed;
        if (uncertain is not null && reason == "ETAG_MISMATCH")
            throw uncertain; // the etag may be stale by the change that this very call made
        if (!MayPass(failure))
            return NextStep.Fail;

        var step = NextAfter(failure);
        if (step == NextStep.Fail && uncertain is not null)
            throw uncertain;
        if (failure.StatusCode == StatusCode.Unavailable && !failure.LeftNoTrace())
            uncertain = failure;
        return step;
    }

    private static bool MayPass(RpcException failure) =>
        failure.StatusCode == StatusCode.Unavailable
        || failure.Info()?.Reason is "RATE_LIMITED" or "OVERLOADED" or "CONCURRENT_MODIFICATION";

    private NextStep NextAfter(RpcException failure)
    {
        if (failed >= options.MaxAttempts || !(Repeatable.Contains(call) || failure.LeftNoTrace()))
            return NextStep.Fail;
        Delay = DelayAfter(failure);
        return deadline is { } end && DateTime.UtcNow + Delay >= end ? NextStep.Fail : NextStep.TryAgain;
    }

    private TimeSpan DelayAfter(RpcException failure)
    {
        var backoff = options.InitialBackoff * Math.Pow(2, failed - 1);
        var bounded = backoff < options.MaxBackoff ? backoff : options.MaxBackoff;
        var spread = bounded * (1 - Random.Shared.NextDouble() / 2);
        // What the service asks for is the least: added, so that those whom it asked at once come back one by one.
        return failure.RetryAfter() is { } asked ? asked + spread * 0.5 : spread;
    }
}
