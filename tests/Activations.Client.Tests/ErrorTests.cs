using System.Reflection;
using Activations.Client.Errors;
using Activations.Client.Tests.Service;
using Activations.V1;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using ErrorReason = Activations.V1.ErrorReason;
using GrpcStatus = Grpc.Core.Status;

namespace Activations.Client.Tests;

/// <summary>What a failed call throws.</summary>
public sealed class ErrorTests : IAsyncLifetime
{
    private RunningService service = null!;
    private Clients clients = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        service = await RunningService.StartAsync();
        clients = Clients.Of(service.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await clients.DisposeAsync();
        await service.DisposeAsync();
    }

    public static TheoryData<ErrorReason> Reasons =>
        [.. System.Enum.GetValues<ErrorReason>().Where(reason => reason != ErrorReason.Unspecified)];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Every_reason_has_its_class_or_is_of_the_class_of_its_status(ErrorReason reason)
    {
        var code = (StatusCode)ErrorsReflection.Descriptor.EnumTypes.Single(e => e.ClrType == typeof(ErrorReason))
            .FindValueByNumber((int)reason).GetOptions().GetExtension(ErrorsExtensions.CanonicalCode);
        var ofStatus = Exception(code, null).GetType();
        var own = typeof(ActivationsException).Assembly.GetType($"Activations.Client.{reason}Exception");

        var exception = Exception(code, NameOf(reason));

        Assert.Equal(NameOf(reason), exception.Reason);
        Assert.Equal(code, exception.Status);
        Assert.Same(own ?? ofStatus, exception.GetType());
        Assert.IsAssignableFrom(ofStatus, exception);
    }

    [Fact]
    public void Every_class_is_thrown_for_something_and_nobody_else_derives_one()
    {
        var classes = typeof(ActivationsException).Assembly.GetExportedTypes()
            .Where(type => type.IsAssignableTo(typeof(ActivationsException)) && !type.IsAbstract).ToList();
        var thrown = System.Enum.GetValues<ErrorReason>().Select(NameOf).Append(null)
            .SelectMany(reason => System.Enum.GetValues<StatusCode>().Select(code => Exception(code, reason).GetType()))
            .Append(typeof(CredentialsUnavailableException));

        Assert.Empty(classes.Except(thrown));
        Assert.All(classes.Append(typeof(ActivationsException)), type => Assert.All(
            type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic),
            constructor => Assert.True(constructor.IsAssembly || constructor.IsFamilyAndAssembly)));
    }

    [Fact]
    public void A_reason_of_somebody_else_is_not_taken_for_the_services()
    {
        var status = new Google.Rpc.Status { Code = (int)StatusCode.NotFound };
        status.Details.Add(Any.Pack(new ErrorInfo { Domain = "elsewhere", Reason = "USER_NOT_FOUND" }));

        var exception = Family.ExceptionOf(FailedCall.Of(status.ToRpcException(), new Empty()));

        Assert.IsType<ResourceNotFoundException>(exception);
        Assert.Null(exception.Reason);
    }

    [Fact]
    public async Task A_second_activation_names_the_first()
    {
        var request = new CreateActivationRequest { UserId = Demo.User, IntegrationId = Demo.Ping };
        var first = await clients.Activations.CreateActivationAsync(request, cancellationToken: Cancelled);

        var refused = await Assert.ThrowsAsync<ActivationAlreadyExistsException>(
            async () => await clients.Activations.CreateActivationAsync(request, cancellationToken: Cancelled));

        Assert.Equal(first.Id, refused.ActivationId);
        Assert.Equal("ACTIVATION_ALREADY_EXISTS", refused.Reason);
        Assert.Equal(StatusCode.AlreadyExists, Assert.IsType<RpcException>(refused.InnerException).StatusCode);
        Assert.NotNull(refused.RequestId);
    }

    [Fact]
    public async Task Every_violation_is_there_with_its_field()
    {
        var request = new CreateActivationRequest { UserId = Demo.User, IntegrationId = Demo.ContactsToMailer };

        var refused = await Assert.ThrowsAsync<InvalidRequestException>(
            async () => await clients.Activations.CreateActivationAsync(request, cancellationToken: Cancelled));

        Assert.Contains(new FieldViolation("dynamicVariables.listName", "required property 'listName' is missing"), refused.Violations);
        Assert.Contains(refused.Violations, violation => violation.Field == "connections");
        Assert.Null(refused.RetryAfter);
    }

    [Fact]
    public void Blocking_calls_throw_the_same() =>
        Assert.Throws<UserNotFoundException>(() => clients.EndUsers.GetEndUser(
            new GetEndUserRequest { HubId = Demo.Hub, UserId = "nobody" }, cancellationToken: Cancelled));

    [Fact]
    public async Task A_call_whose_token_is_cancelled_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await clients.Hubs.GetHubAsync(new GetHubRequest { HubId = Demo.Hub }, cancellationToken: source.Token));

        Assert.Equal(source.Token, cancelled.CancellationToken);
    }

    [Fact]
    public async Task A_call_whose_deadline_has_passed_says_so() =>
        await Assert.ThrowsAsync<DeadlineExceededException>(async () => await clients.Hubs.GetHubAsync(
            new GetHubRequest { HubId = Demo.Hub }, deadline: DateTime.UtcNow.AddSeconds(-1), cancellationToken: Cancelled));

    [Fact]
    public async Task A_call_beyond_the_rate_waits_as_long_as_the_service_asks_or_fails_at_once_if_there_is_no_time()
    {
        await using var slow = await RunningService.StartAsync(
            "--Activations:Limits:RequestsPerSecond=1", "--Activations:Limits:Burst=1");
        await using var caller = Clients.Of(slow.Address);
        var request = new GetHubRequest { HubId = Demo.Hub };
        await caller.Hubs.GetHubAsync(request, cancellationToken: Cancelled);

        var refused = await Assert.ThrowsAsync<RateLimitedException>(async () => await caller.Hubs.GetHubAsync(
            request, deadline: DateTime.UtcNow.AddMilliseconds(300), cancellationToken: Cancelled));
        Assert.Equal(2, caller.Wire.Attempts.Count);
        Assert.True(refused.RetryAfter > TimeSpan.FromMilliseconds(300));

        await caller.Hubs.GetHubAsync(request, cancellationToken: Cancelled);
        Assert.InRange(caller.Wire.Attempts.Count, 4, 5);
    }

    private static ActivationsException Exception(StatusCode code, string? reason)
    {
        var status = new Google.Rpc.Status { Code = (int)code, Message = "No." };
        if (reason is not null)
            status.Details.Add(Any.Pack(new ErrorInfo { Domain = "activations", Reason = reason }));
        return Family.ExceptionOf(FailedCall.Of(
            reason is null ? new RpcException(new GrpcStatus(code, "No.")) : status.ToRpcException(), new Empty()));
    }

    private static string NameOf(ErrorReason reason) => ErrorsReflection.Descriptor.EnumTypes
        .Single(e => e.ClrType == typeof(ErrorReason)).FindValueByNumber((int)reason).Name["ERROR_REASON_".Length..];
}
