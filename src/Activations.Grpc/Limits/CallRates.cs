using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Activations.Grpc.Access;
using Activations.Grpc.Configuration;
using Activations.Grpc.Errors;
using Activations.V1;

namespace Activations.Grpc.Limits;

/// <summary>
/// Refuses calls with RESOURCE_EXHAUSTED: those beyond what the service does at once, and those beyond what one caller may
/// make in a second. Nothing queues up, since a caller who knows can wait better than a service that has enough to do.
/// </summary>
internal sealed class CallRates : IDisposable
{
    private readonly ConcurrencyLimiter? concurrency;
    private readonly PartitionedRateLimiter<HttpContext>? rates;
    private readonly Failure overloaded;
    private readonly Failure tooFast;

    /// <summary>Takes the limits that are set.</summary>
    public CallRates(LimitsOptions limits)
    {
        if (limits.MaxConcurrentCalls > 0)
            concurrency = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = limits.MaxConcurrentCalls });
        if (limits.RequestsPerSecond > 0)
            rates = CreateRates(BucketOf(limits));

        overloaded = new Failure(
            ErrorReason.Overloaded,
            string.Create(CultureInfo.InvariantCulture, $"The service does {limits.MaxConcurrentCalls:N0} calls at once, and no more."))
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        };
        tooFast = new Failure(
            ErrorReason.RateLimited,
            string.Create(CultureInfo.InvariantCulture, $"A caller may make {limits.RequestsPerSecond} calls per second, and no more."));
    }

    /// <summary>Goes on or refuses.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next) =>
        (concurrency is null && rates is null) || Unlimited.Is(context) ? next(context) : LimitAsync(context, next);

    /// <inheritdoc />
    public void Dispose()
    {
        concurrency?.Dispose();
        rates?.Dispose();
    }

    private async Task LimitAsync(HttpContext context, RequestDelegate next)
    {
        // The calls at once come first: a call that is refused for them takes nothing from its caller's rate.
        using var place = concurrency?.AttemptAcquire();
        if (place is { IsAcquired: false })
        {
            context.Refuse(overloaded);
            return;
        }

        using var token = rates?.AttemptAcquire(context);
        if (token is { IsAcquired: false })
        {
            token.TryGetMetadata(MetadataName.RetryAfter, out var delay);
            context.Refuse(tooFast with { RetryAfter = delay });
            return;
        }

        await next(context);
    }

    /// <summary>Whose rate a call counts for: the caller's, or the address's where the caller is not known.</summary>
    private static object PartitionOf(HttpContext context) => context.Features.Get<Caller>() is { IsKnown: true, Name: var name }
        ? name
        : context.Connection.RemoteIpAddress ?? IPAddress.None;

    // A bucket that is full and was not asked for 10 seconds is dropped by the limiter itself.
    private static PartitionedRateLimiter<HttpContext> CreateRates(TokenBucketRateLimiterOptions bucket) =>
        PartitionedRateLimiter.Create<HttpContext, object>(
            context => RateLimitPartition.GetTokenBucketLimiter(PartitionOf(context), _ => bucket));

    /// <summary>The limiter fills its buckets ten times a second, or as often as there is a whole token.</summary>
    private static TokenBucketRateLimiterOptions BucketOf(LimitsOptions limits)
    {
        var tokens = (int)Math.Ceiling(limits.RequestsPerSecond / 10);
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = limits.Burst,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = TimeSpan.FromSeconds(tokens / limits.RequestsPerSecond),
            AutoReplenishment = false, // by the timer that all buckets share
        };
    }
}
