using System.Diagnostics;
using System.Net;
using System.Text;
using Activations.EndToEnd.Tests.Secrets;
using Activations.Processes;

namespace Activations.EndToEnd.Tests.Telemetry;

/// <summary>What a process exports by OTLP, as the variables <c>OTEL_*</c> say, and what it never does.</summary>
public sealed class ExportTests
{
    private const string Organisation = "01J0DEM00RG000000000000001";

    private static readonly string[] Signals = ["/v1/traces", "/v1/metrics", "/v1/logs"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Traces_metrics_and_logs_of_a_request_are_exported_with_its_trace_id()
    {
        using var folder = new TemporaryFolder();
        await using var sink = await OtlpSink.StartAsync();
        await using var service = await ServiceProcess.StartAsync(new ServiceLaunch(folder.Path)
        {
            Args = ["--demo"],
            Environment = sink.Environment
                .Add("OTEL_SERVICE_NAME", "hub-activations")
                .Add("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=try-out")
                .Add("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=us"),
        });

        var traceId = await CreateApiKeyAsync(service, isSampled: true);

        await sink.WaitForAsync(post => post.Path == "/v1/traces" && post.HasBytes(traceId) && post.Has("POST /api-keys"));
        await sink.WaitForAsync(post => post.Path == "/v1/logs" && post.HasBytes(traceId) && post.Has("created API key"));
        await sink.WaitForAsync(post => post.Path == "/v1/metrics" && post.Has("db.client.operation.duration"));
        Assert.All(sink.Posts, post =>
        {
            Assert.True(post.Has("hub-activations") && post.Has("try-out"), post.Path);
            Assert.Equal("us", post.Headers["x-tenant"]);
        });
        Assert.Contains(
            service.Output.Split('\n'),
            line => line.Contains($"Activations.Audit[21] trace-id={traceId} ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_signal_whose_endpoint_alone_is_given_is_exported_alone()
    {
        using var folder = new TemporaryFolder();
        await using var sink = await OtlpSink.StartAsync();
        await using var service = await ServiceProcess.StartAsync(new ServiceLaunch(folder.Path)
        {
            Environment = sink.Environment
                .Remove("OTEL_EXPORTER_OTLP_ENDPOINT")
                .Remove("OTEL_EXPORTER_OTLP_PROTOCOL")
                .Add("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", $"{sink.Address}/v1/traces")
                .Add("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/protobuf"),
        });

        var traceId = await CreateApiKeyAsync(service, isSampled: true);

        await sink.WaitForAsync(post => post.HasBytes(traceId));
        Assert.Equal(0, await service.StopAsync());
        Assert.All(sink.Posts, post => Assert.Equal("/v1/traces", post.Path));
    }

    [Theory]
    [InlineData("OTEL_TRACES_SAMPLER", "always_off", false, false)]
    [InlineData("OTEL_TRACES_SAMPLER", "always_on", false, true)]
    [InlineData("OTEL_TRACES_SAMPLER", "parentbased_always_off", true, true)]
    [InlineData("OTEL_TRACES_EXPORTER", "none", true, false)]
    [InlineData("OTEL_TRACES_EXPORTER", "console,OTLP", true, true)]
    [InlineData("OTEL_SDK_DISABLED", "true", true, false)]
    public async Task Sampling_and_switching_off_follow_the_variables(string variable, string value, bool isSampled, bool isExported)
    {
        using var folder = new TemporaryFolder();
        await using var sink = await OtlpSink.StartAsync();
        await using var service = await ServiceProcess.StartAsync(
            new ServiceLaunch(folder.Path) { Environment = sink.Environment.Add(variable, value) });

        var traceId = await CreateApiKeyAsync(service, isSampled);

        Assert.Equal(0, await service.StopAsync()); // by then all has been exported
        Assert.Equal(isExported, sink.Posts.Any(post => post.Path == "/v1/traces" && post.HasBytes(traceId)));
        if (variable == "OTEL_SDK_DISABLED")
            Assert.Empty(sink.Posts);
    }

    [Fact]
    public async Task Nothing_that_is_exported_holds_what_was_in_a_request()
    {
        using var folder = new TemporaryFolder();
        await using var sink = await OtlpSink.StartAsync();
        await using var service = await ServiceProcess.StartAsync(new ServiceLaunch(folder.Path)
        {
            Args = ["--demo"],
            Environment = sink.Environment.Add("OTEL_TRACES_SAMPLER", "always_on"),
        });
        using var client = new HttpClient { BaseAddress = service.Rest };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {Marker.In("header")}");
        client.DefaultRequestHeaders.TryAddWithoutValidation("baggage", $"key={Marker.In("baggage")}");
        client.DefaultRequestHeaders.TryAddWithoutValidation("tracestate", "other=1");
        client.DefaultRequestHeaders.TryAddWithoutValidation("Idempotency-Key", Marker.In("key"));
        var connection = Planting.Connection("credential", "basic-auth", $$"""{"username": "me", "password": "{{Marker.In("password")}}"}""");

        await SendAsync(client, HttpMethod.Post, "/hubs/01J0DEM0HVB000000000000001/users/second-user/connections", connection);
        await SendAsync(
            client, HttpMethod.Post, $"/activations?token={Marker.In("query")}&{Marker.In("name")}",
            $$$"""{"userId": "second-user", "integrationId": "01J0DEM01NT000000000000001", "dynamicVariables": {"listName": "{{{Marker.In("variable")}}}"}}""");
        await SendAsync(client, HttpMethod.Post, "/activations", $"{{\"{Marker.In("broken")}");
        var last = await CreateApiKeyAsync(service, isSampled: true);
        await sink.WaitForAsync(post => post.Path == "/v1/logs" && post.HasBytes(last));
        Assert.Equal(0, await service.StopAsync());

        Assert.All(Signals, signal => Assert.Contains(sink.Posts, post => post.Path == signal));
        Assert.Contains(sink.Posts, post => post.Has("POST /activations"));
        Assert.All(sink.Posts, post => Assert.False(Marker.IsIn(post.Body), $"{post.Path}: {Encoding.UTF8.GetString(post.Body)}"));
    }

    private static async Task SendAsync(HttpClient client, HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        (await client.SendAsync(request, Cancellation)).Dispose();
    }

    /// <summary>Makes a call that is audited, and answers the id of its trace.</summary>
    private static async Task<string> CreateApiKeyAsync(ServiceProcess service, bool isSampled)
    {
        var traceId = ActivityTraceId.CreateRandom().ToString();
        using var client = new HttpClient { BaseAddress = service.Rest };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api-keys", UriKind.Relative))
        {
            Content = new StringContent(
                $$"""{"organisationId": "{{Organisation}}", "name": "back end", "scopes": ["read"]}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("traceparent", $"00-{traceId}-00f067aa0ba902b7-0{(isSampled ? 1 : 0)}");
        using var answer = await client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(traceId, answer.Headers.GetValues("trace-id").Single());
        return traceId;
    }
}
