using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Activations.Processes;
using Activations.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace Activations.EndToEnd.Tests.Telemetry;

/// <summary>What a process counts of itself, at <c>/metrics</c>.</summary>
public sealed partial class MetricsTests
{
    private const string Ping = "01J0DEM01NT000000000000003";
    private const string NotDeployed = "01J0DEM01NT000000000000002";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Decisions_calls_the_store_and_the_cache_are_counted()
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo"); // one decision: OK
        using var client = new HttpClient { BaseAddress = service.Rest };
        using var channel = GrpcChannel.ForAddress(service.Grpc);
        var grpc = new ActivationService.ActivationServiceClient(channel);

        await CreateAsync(client, "second-user", Ping, HttpStatusCode.OK);
        await CreateAsync(client, "second-user", Ping, HttpStatusCode.OK); // the same request id
        await CreateAsync(client, "second-user", NotDeployed, HttpStatusCode.BadRequest);
        await CreateAsync(client, "nobody", Ping, HttpStatusCode.NotFound);
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await grpc.CreateActivationAsync(
            new CreateActivationRequest { UserId = "second-user", IntegrationId = Ping }, cancellationToken: Cancellation));
        var page = await MetricsPage.ReadAsync(client);

        Assert.Equal(StatusCode.AlreadyExists, refused.StatusCode);
        AssertDecisions(page, ("OK", 2), ("REPLAYED", 1), ("INTEGRATION_NOT_DEPLOYED", 1), ("USER_NOT_FOUND", 1), ("ACTIVATION_ALREADY_EXISTS", 1));
        Assert.Equal(1, page.Sum(
            "rpc_server_call_duration_seconds_count",
            ("rpc_method", "activations.v1.ActivationService/CreateActivation"), ("rpc_response_status_code", "ALREADY_EXISTS")));
        Assert.Equal(3, page.Sum(
            "http_server_request_duration_seconds_count", ("http_route", "/activations"), ("http_response_status_code", "200")));
        Assert.Equal(2, page.Sum(
            "db_client_operation_duration_seconds_count", ("db_collection_name", "end_users"), ("db_operation_name", "Save"), ("db_system_name", "sqlite")));
        Assert.True(page.Sum("activations_sqlite_commits_total") >= 2);
        Assert.Equal(1, page.Sum("activations_schema_cache_entries"));
        Assert.True(page.Sum("activations_schema_cache_lookups_total", ("activations_result", "miss")) >= 1);
        Assert.Contains("activations_sqlite_writes_queued{", page.Text, StringComparison.Ordinal);
        Assert.Equal(0, page.Sum("activations_calls_active", ("activations_kind", "write")));
    }

    [Fact]
    public async Task No_label_holds_what_callers_choose()
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo");
        using var client = new HttpClient { BaseAddress = service.Rest };
        using var channel = GrpcChannel.ForAddress(service.Grpc);
        for (var number = 0; number < 20; number++)
        {
            using var request = new HttpRequestMessage(new HttpMethod($"CHOSEN{number}"), new Uri($"/chosen-{number}?chosen=1", UriKind.Relative));
            request.Headers.Add("User-Agent", $"chosen-{number}");
            (await client.SendAsync(request, Cancellation)).Dispose();
            (await client.GetAsync(new Uri($"/hubs/chosen-{number}", UriKind.Relative), Cancellation)).Dispose();
            await CallUnknownAsync(channel, $"chosen-{number}");
        }

        var page = await MetricsPage.ReadAsync(client);

        Assert.DoesNotContain("chosen", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(page.Labels, label => Ulid.IsMatch(label.Value));
    }

    [Theory]
    [InlineData("0.0.0.0", null, 404)]
    [InlineData("0.0.0.0", "true", 200)]
    [InlineData("127.0.0.1", "false", 404)]
    [InlineData("127.0.0.1", null, 200)]
    public async Task They_are_served_on_loopback_unless_the_configuration_says_otherwise(string address, string? setting, int status)
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(
            folder.Path,
            ["--Activations:Auth:Mode=required", $"--Activations:BindAddress={address}", .. setting is null ? [] : new[] { $"--Activations:Telemetry:Metrics={setting}" }]);
        using var client = new HttpClient { BaseAddress = new UriBuilder(service.Rest) { Host = "127.0.0.1" }.Uri };

        using var answer = await client.GetAsync(new Uri("/metrics", UriKind.Relative), Cancellation);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1", "none", 404)]
    [InlineData("127.0.0.1", "otlp", 404)]
    [InlineData("127.0.0.1", "otlp,prometheus", 200)]
    [InlineData("0.0.0.0", "prometheus", 404)] // only a setting of ours opens it to others
    public async Task The_variable_says_who_has_them(string address, string exporters, int status)
    {
        using var folder = new TemporaryFolder();
        await using var sink = await OtlpSink.StartAsync();
        await using var service = await ServiceProcess.StartAsync(new ServiceLaunch(folder.Path)
        {
            Args = ["--Activations:Auth:Mode=required", $"--Activations:BindAddress={address}"],
            Environment = sink.Environment.Add("OTEL_METRICS_EXPORTER", exporters),
        });
        using var client = new HttpClient { BaseAddress = new UriBuilder(service.Rest) { Host = "127.0.0.1" }.Uri };

        using var answer = await client.GetAsync(new Uri("/metrics", UriKind.Relative), Cancellation);
        Assert.Equal(0, await service.StopAsync()); // by then all has been exported

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(exporters.Contains("otlp", StringComparison.Ordinal), sink.Posts.Any(post => post.Path == "/v1/metrics"));
    }

    private static void AssertDecisions(MetricsPage page, params (string Reason, int Count)[] expected)
    {
        foreach (var (reason, count) in expected)
            Assert.Equal((reason, count), (reason, (int)page.Sum("activations_decisions_total", ("activations_reason", reason))));
        Assert.Equal(expected.Sum(e => e.Count), page.Sum("activations_decisions_total"));
    }

    private static async Task CreateAsync(HttpClient client, string user, string integration, HttpStatusCode status)
    {
        using var answer = await client.PostAsJsonAsync(
            new Uri("/activations", UriKind.Relative), new { userId = user, integrationId = integration, requestId = integration }, Cancellation);
        Assert.Equal(status, answer.StatusCode);
    }

    private static async Task CallUnknownAsync(GrpcChannel channel, string name)
    {
        var bytes = Marshallers.Create<byte[]>(message => message, message => message);
        using var call = channel.CreateCallInvoker().AsyncUnaryCall(
            new Method<byte[], byte[]>(MethodType.Unary, $"activations.v1.{name}", name, bytes, bytes), null, new CallOptions(cancellationToken: Cancellation), []);
        await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
    }

    [GeneratedRegex("01[0-9A-HJKMNP-TV-Z]{24}")]
    private static partial Regex Ulid { get; }
}
