using System.Text.RegularExpressions;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Errors;
using Activations.Grpc.Tests.Limits;
using Activations.Grpc.Tests.Service;
using Activations.V1;
using Grpc.Core;
using ErrorReason = Activations.V1.ErrorReason;

namespace Activations.Grpc.Tests.Telemetry;

/// <summary>Each answer names its trace, whoever answers; so does the body or the status of each error.</summary>
public sealed partial class TraceIdTests(SqliteService fixture) : ServiceTests(fixture), IClassFixture<SqliteService>
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Sampled = $"00-{TraceId}-00f067aa0ba902b7-01";
    private const string NotSampled = $"00-{TraceId}-00f067aa0ba902b7-00";
    private const string Later = $"01-{TraceId}-00f067aa0ba902b7-01-what";

    private static readonly GetActivationRequest Missing = new() { ActivationId = "01J0DEM0CNX000000000000001" };
    private static readonly ListEndUserActivationsRequest Listing = new() { HubId = Catalogue.DemoHub, UserId = "somebody" };

    public static TheoryData<Transport, string> EachParent =>
        [.. EachTransport.SelectMany(_ => new[] { Sampled, NotSampled, Later }, (transport, parent) => (transport.Data, parent))];

    /// <summary>What no valid trace is named by.</summary>
    public static TheoryData<string, string> NoParent => new()
    {
        { "traceparent", "" },
        { "traceparent", "garbage" },
        { "traceparent", "00-00000000000000000000000000000000-00f067aa0ba902b7-01" },
        { "traceparent", $"00-{TraceId}-0000000000000000-01" },
        { "traceparent", $"ff-{TraceId}-00f067aa0ba902b7-01" },
        { "traceparent", $"ff-{TraceId}-00f067aa0ba902b7-01-what" },
        { "traceparent", $"00-{TraceId}-00f067aa0ba902b7-01-what" },
        { "traceparent", $"01-{TraceId}-00f067aa0ba902b7-01what" },
        { "traceparent", $"01-{TraceId}-0000000000000000-01-what" },
        { "Request-Id", "|4bf92f35.1." },
    };

    [Theory, MemberData(nameof(EachParent))]
    public async Task An_answer_and_an_error_name_the_trace_of_the_caller(Transport transport, string parent)
    {
        var answered = await On(transport).CallAsync(Listing, new Header("traceparent", parent));
        var refused = await On(transport).CallAsync(Missing, new Header("traceparent", parent));

        Assert.Empty(answered.Reply.Activations);
        Assert.Equal((TraceId, TraceId, TraceId), (answered.Header("trace-id"), refused.Header("trace-id"), refused.Refusal.TraceId));
    }

    [Theory, MemberData(nameof(NoParent))]
    public async Task A_caller_who_names_no_trace_begins_one(string name, string value)
    {
        foreach (var transport in EachTransport)
        {
            var first = await On(transport.Data).CallAsync(Listing, new Header(name, value));
            var second = await On(transport.Data).CallAsync(Missing, new Header(name, value));

            var ids = new[] { first.Header("trace-id"), second.Header("trace-id") };
            Assert.All(ids, id => Assert.Matches(Id, id));
            Assert.Equal(second.Header("trace-id"), second.Refusal.TraceId);
            Assert.Equal(2, ids.Except([TraceId]).Distinct().Count());
        }
    }

    [Theory]
    [InlineData("GET", "/healthz", 200)]
    [InlineData("HEAD", "/readyz", 200)]
    [InlineData("GET", "/docs/", 200)]
    [InlineData("GET", "/docs", 302)]
    [InlineData("GET", "/openapi/v1.json", 200)]
    [InlineData("GET", "/metrics", 200)]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("DELETE", "/activations", 405)]
    [InlineData("POST", "/metrics", 405)]
    [InlineData("POST", "/activations", 415, "text/plain", "{}")]
    [InlineData("POST", "/activations", 400, "application/json", "{")]
    [InlineData("POST", "/activations/01J0DEM0CNX000000000000001:nonsense", 404)]
    [InlineData("POST", "/activations.v1.HubService/GetHub", 415, "application/grpc", "")]
    public async Task Whatever_answers_over_REST_names_the_trace(
        string method, string path, int status, string contentType = "application/json", string? body = null)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Service.RestAddress };
        using var request = new HttpRequestMessage(new HttpMethod(method), RestAnswer.Target(path));
        request.Headers.Add("traceparent", NotSampled);
        if (body is not null)
        {
            request.Content = new StringContent(body);
            request.Content.Headers.ContentType = new(contentType);
        }

        var answer = await RestAnswer.OfAsync(client, request);

        Assert.Equal((status, TraceId), (answer.Status, answer.Header("trace-id")));
        if (status >= 400)
            Assert.Equal(TraceId, answer.AsRefusal().TraceId);
    }

    [Fact]
    public async Task A_body_that_is_too_large_names_the_trace()
    {
        var answer = await Service.Rest.SendAsync(HttpMethod.Post, "/activations", new byte[5 * 1024 * 1024]);

        AssertNamed(answer.AsRefusal().As(ErrorReason.PayloadTooLarge), answer.Header("trace-id"));
    }

    [Theory]
    [InlineData("activations.v1.HubService", "Nothing", ErrorReason.Unimplemented)]
    [InlineData("activations.v1.Nothing", "Nothing", ErrorReason.Unimplemented)]
    [InlineData("activations.v1.HubService", "GetHub", ErrorReason.InvalidArgument)]
    public async Task What_the_framework_refuses_over_gRPC_names_the_trace(string service, string method, ErrorReason reason)
    {
        var bytes = Marshallers.Create<byte[]>(message => message, message => message);
        var rpc = new Method<byte[], byte[]>(MethodType.Unary, service, method, bytes, bytes);
        using var call = Service.Channel.CreateCallInvoker().AsyncUnaryCall(
            rpc, null, new CallOptions(cancellationToken: Cancellation), [0xFF]);

        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);

        AssertNamed(Refusal.Of(failure).As(reason), failure.Trailers.GetValue("trace-id"));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Who_has_no_credentials_learns_the_trace(Transport transport)
    {
        var answer = await (await GuardedAsync()).On(transport).CallAsync(Listing);

        AssertNamed(answer.Refusal.As(ErrorReason.Unauthenticated), answer.Header("trace-id"));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Who_calls_too_often_learns_the_trace(Transport transport)
    {
        await using var limited = await LimitedService.StartAsync(isHeld: false, "RequestsPerSecond=0.01", "Burst=1");
        await limited.CallAsync(transport);

        var answer = await limited.Service.On(transport).CallAsync(LimitedService.Request);

        AssertNamed(answer.Refusal.As(ErrorReason.RateLimited), answer.Header("trace-id"));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Whose_deadline_passes_learns_the_trace(Transport transport)
    {
        await using var limited = await LimitedService.StartAsync(isHeld: true);

        Assert.Matches(Id, (await limited.CallAsync(transport, "50m")).As(ErrorReason.DeadlineExceeded).TraceId);
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Who_meets_a_defect_learns_the_trace(Transport transport)
    {
        await using var store = new FailingStore { Failure = new InvalidOperationException("defect") };
        await using var service = await ServiceUnderTest.StartAsync([], store);

        var answer = await service.On(transport).CallAsync(Missing);

        AssertNamed(answer.Refusal.As(ErrorReason.Internal), answer.Header("trace-id"));
        Assert.NotEmpty(service.Log.TakeErrors());
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Who_comes_before_the_store_is_ready_learns_the_trace(Transport transport)
    {
        await using var service = await ServiceUnderTest.StartBareAsync(
        [
            "--Activations:Store:Provider=mongodb",
            "--Activations:Store:MongoDb:ConnectionString=mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=100",
        ]);

        var answer = await service.On(transport).CallAsync(Missing);

        AssertNamed(answer.Refusal.As(ErrorReason.Unavailable), answer.Header("trace-id"));
    }

    [Theory, MemberData(nameof(EachTransport))]
    public async Task Without_telemetry_answers_name_the_trace_all_the_same(Transport transport)
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceUnderTest.StartAsync([folder.StoreSwitch, "--OTEL_SDK_DISABLED=true"]);

        var answer = await service.On(transport).CallAsync(Missing, new Header("traceparent", Sampled));

        Assert.Equal((TraceId, TraceId), (answer.Header("trace-id"), answer.Refusal.TraceId));
        Assert.Equal(404, (await service.Rest.ReadAsync("/metrics")).Status);
    }

    [Fact]
    public async Task Pages_of_other_origins_can_read_it()
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceUnderTest.StartAsync(
            [folder.StoreSwitch, "--Activations:Cors:AllowedOrigins=https://a.example.com"]);
        using var request = new HttpRequestMessage(HttpMethod.Get, RestAnswer.Target("/healthz"));
        request.Headers.Add("Origin", "https://a.example.com");

        var answer = await RestAnswer.OfAsync(service.Rest, request);

        Assert.Contains("trace-id", answer.Header("Access-Control-Expose-Headers"), StringComparison.Ordinal);
        Assert.Matches(Id, answer.Header("trace-id"));
    }

    private static void AssertNamed(Refusal refusal, string? header)
    {
        Assert.Matches(Id, header);
        Assert.Equal(header, refusal.TraceId);
    }

    [GeneratedRegex("^(?!0{32})[0-9a-f]{32}$")]
    private static partial Regex Id { get; }
}
