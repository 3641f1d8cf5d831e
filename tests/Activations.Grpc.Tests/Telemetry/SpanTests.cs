using System.Collections.Concurrent;
using System.Diagnostics;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Activations.Processes;
using Activations.V1;
using OpenTelemetry.Trace;
using TemporaryFolder = Activations.Grpc.Tests.Service.TemporaryFolder;

namespace Activations.Grpc.Tests.Telemetry;

/// <summary>What spans say, under the semantic conventions. Each test looks at the trace of its own call.</summary>
public sealed class SpanTests(MongoDbAtHand mongo)
{
    [Fact]
    public async Task A_call_over_gRPC_is_a_span_of_the_callers_trace_with_the_calls_of_the_store_within_it()
    {
        using var folder = new TemporaryFolder();
        var spans = await SpansOfAsync(Transport.Grpc, folder.StoreSwitch);

        var server = spans.Single(span => span.Kind == ActivityKind.Server);
        Assert.Equal(("activations.v1.ActivationService/CreateActivation", "00f067aa0ba902b7"), (server.DisplayName, server.ParentSpanId.ToString()));
        Assert.Equal("grpc", server.GetTagItem("rpc.system.name"));
        Assert.Equal("activations.v1.ActivationService/CreateActivation", server.GetTagItem("rpc.method"));
        Assert.Equal("OK", server.GetTagItem("rpc.response.status_code"));
        var store = spans.Where(span => span.Kind == ActivityKind.Client).ToList();
        Assert.Equal(
            ["Load end_users", "Load integrations", "Save end_users"], store.Select(span => span.DisplayName).Order());
        Assert.All(store, span =>
        {
            Assert.Equal((server.SpanId, server.TraceId), (span.ParentSpanId, span.TraceId));
            Assert.Equal("sqlite", span.GetTagItem("db.system.name"));
        });
    }

    [Fact]
    public async Task A_call_over_REST_is_a_span_named_by_its_route()
    {
        using var folder = new TemporaryFolder();
        var spans = await SpansOfAsync(Transport.Rest, folder.StoreSwitch);

        var server = spans.Single(span => span.Kind == ActivityKind.Server);
        Assert.Equal("POST /activations", server.DisplayName);
        Assert.Equal(
            ("POST", "/activations", 200, "http", "1.1"),
            (server.GetTagItem("http.request.method"), server.GetTagItem("http.route"), server.GetTagItem("http.response.status_code"),
                server.GetTagItem("url.scheme"), server.GetTagItem("network.protocol.version")));
        Assert.Equal(3, spans.Count(span => span.Kind == ActivityKind.Client));
    }

    [Fact]
    public async Task The_driver_of_MongoDB_makes_spans_within_that_of_the_call()
    {
        var connectionString = await mongo.FindAsync();
        Assert.SkipWhen(connectionString is null, MongoDbAtHand.SkipReason);
        var database = $"activations_test_{Ulid.NewUlid()}".ToLowerInvariant();
        var spans = await SpansOfAsync(
            Transport.Grpc,
            "--Activations:Store:Provider=mongodb",
            $"--Activations:Store:MongoDb:ConnectionString={connectionString}",
            $"--Activations:Store:MongoDb:Database={database}");
        using (var client = new MongoDB.Driver.MongoClient(connectionString))
            await client.DropDatabaseAsync(database, TestContext.Current.CancellationToken);

        var store = spans.Where(span => span.Kind == ActivityKind.Client).ToList();
        Assert.Contains(store, span => span.DisplayName == $"aggregate {database}.endUsers");
        Assert.All(store, span => Assert.Equal("mongodb", span.GetTagItem("db.system.name")));
        Assert.DoesNotContain(store, span => span.GetTagItem("db.query.text") is not null || span.GetTagItem("db.mongodb.lsid") is not null);
    }

    [Fact]
    public async Task Nothing_is_exported_of_probes_and_of_traces_that_are_not_sampled()
    {
        using var folder = new TemporaryFolder();
        var spans = new ConcurrentBag<Activity>();
        await using var sink = await OtlpSink.StartAsync();
        await using (var service = await StartAsync(sink, spans, folder.StoreSwitch, "--OTEL_TRACES_SAMPLER=always_off"))
            await service.On(Transport.Grpc).CallAsync(new GetHubRequest { HubId = Catalogue.DemoHub });

        Assert.DoesNotContain(spans, span => span.DisplayName.EndsWith("GetHub", StringComparison.Ordinal) && span.Recorded);

        var probe = ActivityTraceId.CreateRandom().ToString();
        await using (var service = await StartAsync(sink, spans, folder.StoreSwitch))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, RestAnswer.Target("/readyz"));
            request.Headers.Add("traceparent", $"00-{probe}-00f067aa0ba902b7-01");
            Assert.Equal(200, (await RestAnswer.OfAsync(service.Rest, request)).Status);
        }

        Assert.DoesNotContain(sink.Posts, post => post.HasBytes(probe));
    }

    /// <summary>The spans of a CreateActivation by a caller who has a span of its own, when all of them have been exported.</summary>
    private static async Task<List<Activity>> SpansOfAsync(Transport transport, params string[] args)
    {
        var traceId = ActivityTraceId.CreateRandom().ToString();
        var spans = new ConcurrentBag<Activity>();
        await using var sink = await OtlpSink.StartAsync();
        await using (var service = await StartAsync(sink, spans, args))
        {
            var scene = await service.Catalogue.AddSceneAsync();
            await service.On(transport).CallAsync(scene.Request(), new Header("traceparent", $"00-{traceId}-00f067aa0ba902b7-01"));
        }

        Assert.Contains(sink.Posts, post => post.HasBytes(traceId)); // disposing of the service has flushed them
        return [.. spans.Where(span => span.TraceId.ToString() == traceId && span.Recorded)];
    }

    private static Task<ServiceUnderTest> StartAsync(OtlpSink sink, ConcurrentBag<Activity> spans, params string[] args) =>
        ServiceUnderTest.StartAsync(
            [.. args, .. sink.Args],
            replaceServices: services => services.ConfigureOpenTelemetryTracerProvider(
                tracing => tracing.AddProcessor(new Kept(spans))));
}
