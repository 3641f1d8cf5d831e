using System.Net;
using System.Text.Json;
using Activations.Errors;
using Activations.Grpc.Errors;
using Activations.Grpc.Tests.Service;
using Activations.Identifiers;
using Activations.V1;
using Google.Rpc;
using Grpc.Core;
using DomainReason = Activations.Errors.ErrorReason;
using Reason = Activations.V1.ErrorReason;

namespace Activations.Grpc.Tests.Errors;

/// <summary>Every kind of error of the domain, and every reason, comes out right on both transports.</summary>
public sealed class ErrorReasonTests
{
    private static readonly ActivationsException[] Kinds =
    [
        new InvalidRequestException([new Activations.Errors.Violation("a.b[0]", "is wrong"), new Activations.Errors.Violation("c", "too")]),
        new RequestIdReusedException(),
        ResourceNotFoundException.Hub(),
        ResourceNotFoundException.User(),
        ResourceNotFoundException.Integration(),
        ResourceNotFoundException.Activation(),
        new IntegrationNotDeployedException(),
        new ActivationAlreadyExistsException(Id.Parse<ActivationId>("01J0DEM0CNX000000000000001")),
        new EtagMismatchException(),
        new ConcurrentModificationException(),
        LimitExceededException.User("1,000 connections"),
        LimitExceededException.RequestIds(1000),
        new EndUserAlreadyExistsException(Id.Parse<EndUserId>("01J0DEM0VSR000000000000001")),
        ResourceNotFoundException.Connection(),
        ResourceNotFoundException.ConnectionTemplate(),
        ResourceNotFoundException.ApiKey(),
        ResourceNotFoundException.SigningKey(),
        new PermissionDeniedException("The API key lacks the scope 'write'."),
        new SigningKeyAlreadyExistsException(),
        new ConnectionInUseException([Id.Parse<ActivationId>("01J0DEM0CNX000000000000001")]),
        new IntegrationDeployedException(),
        new IntegrationInUseException(),
        LimitExceededException.Integration("100 connection templates"),
        new PermissionDeniedException("The call is for others."),
        ResourceNotFoundException.ApiKey(),
        ResourceNotFoundException.SigningKey(),
        new SigningKeyAlreadyExistsException(),
        new SecretsKeyMissingException(),
        new SecretUnreadableException("key-marker", "record-marker", "problem-marker"),
        new OverloadedException(),
        new StoreUnavailableException("The store can't be reached.", new IOException("driver-text-marker")),
    ];

    [Fact]
    public void Every_kind_and_every_reason_of_the_domain_is_among_those_tested()
    {
        var kinds = typeof(ActivationsException).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(ActivationsException)));

        Assert.Empty(kinds.Except(Kinds.Select(k => k.GetType())));
        Assert.Empty(Enum.GetValues<DomainReason>().Except(Kinds.Select(k => k.Reason)));
        Assert.All(Enum.GetValues<Reason>().Where(r => r != Reason.Unspecified), r =>
        {
            Assert.NotEqual(Code.Ok, ErrorReasons.CodeOf(r));
            Assert.InRange(ErrorReasons.HttpStatusOf(r), 400, 599);
        });
    }

    [Fact]
    public async Task Each_kind_comes_out_right_over_gRPC()
    {
        await using var store = new FailingStore();
        await using var service = await ServiceUnderTest.StartAsync([], store);
        var client = new ActivationService.ActivationServiceClient(service.Channel);
        foreach (var kind in Kinds)
        {
            store.Failure = kind;
            var failure = await Assert.ThrowsAsync<RpcException>(async () => await client.GetActivationAsync(
                new GetActivationRequest { ActivationId = "01J0DEM0CNX000000000000001" },
                cancellationToken: TestContext.Current.CancellationToken));

            var status = failure.GetRpcStatus()!;
            var info = status.GetDetail<ErrorInfo>()!;
            Assert.Equal((ErrorReasons.NameOf(ErrorReasons.Of(kind.Reason)), "activations"), (info.Reason, info.Domain));
            Assert.Equal((int)ErrorReasons.CodeOf(ErrorReasons.Of(kind.Reason)), (int)failure.StatusCode);
            Assert.Equal(kind.Metadata.OrderBy(m => m.Key), info.Metadata.OrderBy(m => m.Key));
            Assert.Equal(kind.RetryAfter, status.GetDetail<RetryInfo>()?.RetryDelay.ToTimeSpan());
            Assert.Equal(
                (kind as InvalidRequestException)?.Violations.Select(v => (v.Field, v.Message)) ?? [],
                status.GetDetail<BadRequest>()?.FieldViolations.Select(v => (v.Field, v.Description)) ?? []);
            Assert.DoesNotContain("marker", status.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Each_kind_comes_out_right_over_REST()
    {
        await using var store = new FailingStore();
        await using var service = await ServiceUnderTest.StartAsync([], store);
        foreach (var kind in Kinds)
        {
            store.Failure = kind;
            var reason = ErrorReasons.Of(kind.Reason);
            using var answer = await service.Rest.GetAsync(
                new Uri("/activations/01J0DEM0CNX000000000000001", UriKind.Relative), TestContext.Current.CancellationToken);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            using var body = JsonDocument.Parse(text);

            Assert.Equal((HttpStatusCode)ErrorReasons.HttpStatusOf(reason), answer.StatusCode);
            Assert.Equal(ErrorReasons.NameOf(reason), body.RootElement.GetProperty("code").GetString());
            Assert.Equal(
                (kind as InvalidRequestException)?.Violations.Select(v => v.Field) ?? [],
                body.RootElement.GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("field").GetString()!));
            Assert.Equal(kind.RetryAfter, answer.Headers.RetryAfter?.Delta);
            Assert.Equal(kind.Metadata.Count, body.RootElement.GetProperty("metadata").EnumerateObject().Count());
            Assert.DoesNotContain("marker", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_defect_says_nothing_of_itself_on_either_transport()
    {
        await using var store = new FailingStore { Failure = new InvalidOperationException("defect-marker") };
        await using var service = await ServiceUnderTest.StartAsync([], store);
        var client = new ActivationService.ActivationServiceClient(service.Channel);

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await client.GetActivationAsync(
            new GetActivationRequest { ActivationId = "01J0DEM0CNX000000000000001" },
            cancellationToken: TestContext.Current.CancellationToken));
        using var answer = await service.Rest.GetAsync(
            new Uri("/activations/01J0DEM0CNX000000000000001", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(StatusCode.Internal, failure.StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.DoesNotContain("marker", failure.ToString(), StringComparison.Ordinal);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("\"code\":\"INTERNAL\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("marker", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_that_have_begun_finish_when_the_service_stops_and_new_ones_are_UNAVAILABLE()
    {
        await using var store = new FailingStore { Failure = ResourceNotFoundException.Activation(), IsHeld = true };
        await using var service = await ServiceUnderTest.StartAsync([], store);
        var client = new ActivationService.ActivationServiceClient(service.Channel);
        var request = new GetActivationRequest { ActivationId = "01J0DEM0CNX000000000000001" };

        var begun = client.GetActivationAsync(request, cancellationToken: TestContext.Current.CancellationToken).ResponseAsync;
        await store.Entered;
        var stopping = service.StopAsync();
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.GetActivationAsync(
            request, cancellationToken: TestContext.Current.CancellationToken));
        store.Release();

        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => begun)).StatusCode);
        await stopping;
    }
}
