using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Activations.Grpc.Tests.Errors;
using Activations.Grpc.Tests.Service;
using Activations.Processes;
using Activations.Stores;
using Grpc.Core;
using OpenTelemetry.Trace;
using TemporaryFolder = Activations.Grpc.Tests.Service.TemporaryFolder;

namespace Activations.Grpc.Tests.Telemetry;

/// <summary>What the span of a request says that is unusual, and what its metric says.</summary>
public sealed class RequestSpanTests
{
    private const string KnownMethods = "--OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS=BREW, GET";

    [Theory]
    [InlineData("BREW /activations HTTP/1.1", "HTTP", "_OTHER", "BREW")]
    [InlineData("BREW /hubs/a/b/c/d/e HTTP/1.1", "HTTP", "_OTHER", "BREW")]
    [InlineData("get /docs/ HTTP/1.1", "HTTP /docs/{documentName?}", "_OTHER", "get")]
    [InlineData("QUERY /activations HTTP/1.1", "QUERY", "QUERY", null)]
    [InlineData("TRACE /activations HTTP/1.1", "TRACE", "TRACE", null)]
    [InlineData("CONNECT localhost:80 HTTP/1.1", "CONNECT", "CONNECT", null)]
    [InlineData("BREW /activations HTTP/1.1", "BREW", "BREW", null, KnownMethods)]
    [InlineData("GET /docs/ HTTP/1.1", "GET /docs/{documentName?}", "GET", null, KnownMethods)]
    [InlineData("QUERY /activations HTTP/1.1", "HTTP", "_OTHER", "QUERY", KnownMethods)]
    public async Task A_method_that_is_not_known_is_shown_by_the_span_alone(
        string line, string name, string method, string? original, params string[] args)
    {
        var (span, measured) = await ObserveAsync("http.request.method", (service, parent) => SendAsync(service, line, parent), null, args);

        Assert.Equal(
            (name, method, original, method),
            (span.DisplayName, span.GetTagItem("http.request.method"), span.GetTagItem("http.request.method_original"), measured));
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("1.1")]
    public async Task The_version_of_HTTP_is_that_of_the_request(string version)
    {
        var (span, measured) = await ObserveAsync(
            "network.protocol.version", (service, parent) => SendAsync(service, $"GET /docs/ HTTP/{version}", parent));

        Assert.Equal((version, version), (span.GetTagItem("network.protocol.version"), measured));
    }

    [Fact]
    public async Task A_defect_is_an_error_of_the_span_over_REST()
    {
        await using var store = new FailingStore { Failure = new InvalidOperationException("defect") };
        var (span, measured) = await ObserveAsync(
            "error.type", (service, parent) => SendAsync(service, "GET /activations/01J0DEM0CNX000000000000001 HTTP/1.1", parent), store);

        Assert.Equal((ActivityStatusCode.Error, "500", "500"), (span.Status, span.GetTagItem("error.type"), measured));
    }

    [Fact]
    public async Task An_RPC_that_is_not_there_is_shown_by_the_span_alone()
    {
        var (span, measured) = await ObserveAsync("rpc.method", CallNothingAsync);

        Assert.Equal(
            ("grpc", "_OTHER", "made.up.Service/Nothing", "_OTHER"),
            (span.DisplayName, span.GetTagItem("rpc.method"), span.GetTagItem("rpc.method_original"), measured));
    }

    /// <summary>The span of a request that is of a trace of its own, and an attribute of what was measured of it.</summary>
    private static async Task<(Activity Span, object? Measured)> ObserveAsync(
        string attribute, Func<ServiceUnderTest, string, Task> send, IStore? store = null, params string[] args)
    {
        var traceId = ActivityTraceId.CreateRandom().ToString();
        var spans = new ConcurrentBag<Activity>();
        using var folder = new TemporaryFolder();
        await using var sink = await OtlpSink.StartAsync();
        await using var service = await ServiceUnderTest.StartAsync(
            [folder.StoreSwitch, .. args, .. sink.Args],
            store,
            replaceServices: services => services.ConfigureOpenTelemetryTracerProvider(
                tracing => tracing.AddProcessor(new Kept(spans))));
        using var measured = new Measured(service);
        await send(service, $"00-{traceId}-00f067aa0ba902b7-01");
        var value = Assert.Single(await measured.NextAsync(attribute));
        await service.StopAsync();
        return (spans.Single(span => span.Kind == ActivityKind.Server && span.TraceId.ToString() == traceId), value);
    }

    private static async Task SendAsync(ServiceUnderTest service, string line, string parent)
    {
        using var caller = new TcpClient();
        await caller.ConnectAsync(service.RestAddress.Host, service.RestAddress.Port, TestContext.Current.CancellationToken);
        await using var stream = caller.GetStream();
        var host = line.StartsWith("CONNECT", StringComparison.Ordinal) ? "localhost:80" : "localhost";
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"{line}\r\nHost: {host}\r\ntraceparent: {parent}\r\nConnection: close\r\n\r\n"),
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 ", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task CallNothingAsync(ServiceUnderTest service, string parent)
    {
        var bytes = Marshallers.Create<byte[]>(message => message, message => message);
        var rpc = new Method<byte[], byte[]>(MethodType.Unary, "made.up.Service", "Nothing", bytes, bytes);
        using var call = service.Channel.CreateCallInvoker().AsyncUnaryCall(
            rpc, null, new CallOptions([new("traceparent", parent)], cancellationToken: TestContext.Current.CancellationToken), []);
        await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
    }
}
