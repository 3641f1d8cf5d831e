using Activations.Client.Calls;
using Activations.V1;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace Activations.Client.Tests;

/// <summary>When there is another attempt, and after what wait.</summary>
public sealed class AttemptTests
{
    private const string Read = "/activations.v1.HubService/GetHub";
    private const string Make = "/activations.v1.HubService/CreateHub";

    private readonly ActivationsRetryOptions options = new();

    [Fact]
    public void Every_call_of_the_clients_services_may_be_repeated_but_those_that_make_something_without_a_request_id()
    {
        ServiceDescriptor[] services =
        [
            ActivationService.Descriptor, HubService.Descriptor, EndUserService.Descriptor,
            ConnectionService.Descriptor, IntegrationService.Descriptor, EmbedService.Descriptor,
        ];
        var calls = services.SelectMany(s => s.Methods).ToList();
        Assert.DoesNotContain(calls, call => call.IsClientStreaming || call.IsServerStreaming);

        Assert.Equal(
            ["CreateConnectionTemplate", "CreateEndUser", "CreateEndUserConnection", "CreateHub", "CreateIntegration"],
            calls.Where(c => !Repeatable.Contains($"/{c.Service.FullName}/{c.Name}")).Select(c => c.Name).Order());
        Assert.All(
            calls.Where(c => c.Name.StartsWith("Delete", StringComparison.Ordinal)),
            call => Assert.NotNull(Repeatable.GoneReasonOf($"/{call.Service.FullName}/{call.Name}")));
    }

    [Theory]
    [InlineData(StatusCode.Unavailable, "UNAVAILABLE", true, false)]
    [InlineData(StatusCode.Aborted, "CONCURRENT_MODIFICATION", true, false)]
    [InlineData(StatusCode.ResourceExhausted, "RATE_LIMITED", true, true)]
    [InlineData(StatusCode.ResourceExhausted, "OVERLOADED", true, true)]
    [InlineData(StatusCode.ResourceExhausted, "USER_LIMIT_EXCEEDED", false, false)]
    [InlineData(StatusCode.Aborted, "ETAG_MISMATCH", false, false)]
    [InlineData(StatusCode.DeadlineExceeded, "DEADLINE_EXCEEDED", false, false)]
    [InlineData(StatusCode.Internal, "INTERNAL", false, false)]
    [InlineData(StatusCode.NotFound, "HUB_NOT_FOUND", false, false)]
    public void There_is_another_attempt_where_it_is_safe_and_may_help(
        StatusCode code, string reason, bool forReads, bool forCreates)
    {
        Assert.Equal(forReads, Of(Read).After(Failure(code, reason)) == NextStep.TryAgain);
        Assert.Equal(forCreates, Of(Make).After(Failure(code, reason)) == NextStep.TryAgain);
    }

    [Fact]
    public void The_wait_doubles_within_bounds_and_is_spread()
    {
        options.MaxAttempts = 10;
        options.InitialBackoff = TimeSpan.FromMilliseconds(100);
        options.MaxBackoff = TimeSpan.FromMilliseconds(500);
        var attempts = Of(Read);

        foreach (var longest in new[] { 100, 200, 400, 500, 500 })
        {
            Assert.Equal(NextStep.TryAgain, attempts.After(Failure(StatusCode.Unavailable)));
            Assert.InRange(attempts.Delay.TotalMilliseconds, longest / 2.0, longest);
        }

        var waits = Enumerable.Range(0, 20).Select(_ => Wait(Failure(StatusCode.Unavailable))).Distinct();
        Assert.True(waits.Count() > 1);
    }

    [Fact]
    public void The_wait_is_never_shorter_than_the_service_asks_for() =>
        Assert.InRange(
            Wait(Failure(StatusCode.Unavailable, "UNAVAILABLE", TimeSpan.FromSeconds(7))),
            TimeSpan.FromSeconds(7),
            TimeSpan.FromSeconds(8));

    [Fact]
    public void There_is_no_attempt_that_the_deadline_would_cut_off()
    {
        var attempts = new Attempts(Read, DateTime.UtcNow.AddSeconds(5), options);

        Assert.Equal(NextStep.TryAgain, attempts.After(Failure(StatusCode.Unavailable)));
        Assert.Equal(NextStep.Fail, Of(Read, 5).After(Failure(StatusCode.Unavailable, "UNAVAILABLE", TimeSpan.FromSeconds(6))));
    }

    [Fact]
    public void An_attempt_that_may_have_taken_effect_weighs_more_than_a_later_refusal()
    {
        options.MaxAttempts = 2;
        var attempts = Of("/activations.v1.HubService/UpdateHub");
        var uncertain = Failure(StatusCode.Unavailable, "UNAVAILABLE");
        Assert.Equal(NextStep.TryAgain, attempts.After(uncertain));

        Assert.Same(
            uncertain,
            Assert.Throws<RpcException>(() => attempts.After(Failure(StatusCode.ResourceExhausted, "OVERLOADED"))));
    }

    [Theory]
    [InlineData(StatusCode.Aborted, "CONCURRENT_MODIFICATION")]
    [InlineData(StatusCode.ResourceExhausted, "OVERLOADED")]
    public void After_refusals_alone_what_is_not_there_was_not_deleted_by_this_call(StatusCode code, string reason)
    {
        var attempts = Of("/activations.v1.HubService/DeleteHub");
        Assert.Equal(NextStep.TryAgain, attempts.After(Failure(code, reason)));

        Assert.Equal(NextStep.Fail, attempts.After(Failure(StatusCode.NotFound, "HUB_NOT_FOUND")));
    }

    [Fact]
    public void A_hub_that_is_not_there_says_nothing_of_the_user_who_was_to_be_deleted()
    {
        var attempts = Of("/activations.v1.EndUserService/DeleteEndUser");
        Assert.Equal(NextStep.TryAgain, attempts.After(Failure(StatusCode.Unavailable, "UNAVAILABLE")));

        Assert.Equal(NextStep.Fail, attempts.After(Failure(StatusCode.NotFound, "HUB_NOT_FOUND")));
    }

    private Attempts Of(string call, int? seconds = null) =>
        new(call, seconds is { } s ? DateTime.UtcNow.AddSeconds(s) : null, options);

    private TimeSpan Wait(RpcException failure)
    {
        var attempts = Of(Read);
        Assert.Equal(NextStep.TryAgain, attempts.After(failure));
        return attempts.Delay;
    }

    private static RpcException Failure(StatusCode code, string? reason = null, TimeSpan? retryAfter = null)
    {
        var status = new Status { Code = (int)code };
        if (reason is not null)
            status.Details.Add(Any.Pack(new ErrorInfo { Domain = "activations", Reason = reason }));
        if (retryAfter is { } delay)
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = delay.ToDuration() }));
        return status.ToRpcException();
    }
}
