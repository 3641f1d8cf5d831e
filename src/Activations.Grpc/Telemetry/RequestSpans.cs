using System.Diagnostics;
using System.Globalization;
using Activations.Grpc.Errors;
using Microsoft.AspNetCore.Http.Metadata;
using OpenTelemetry;

namespace Activations.Grpc.Telemetry;

/// <summary>
/// Describes the spans of requests under the semantic conventions, and leaves out spans that belong to none, such as those of the
/// store asking five times a second whether MongoDB is there. Nothing shows what callers sent but the path.
/// </summary>
internal sealed class RequestSpans : BaseProcessor<Activity>
{
    /// <summary>The source of the spans of MongoDB's driver.</summary>
    public const string MongoDb = "MongoDB.Driver";

    private const string RpcSystem = "grpc";

    /// <summary>What the driver says that may hold values of callers: texts of exceptions quote them.</summary>
    private static readonly string[] Unwanted = ["exception.message", "exception.stacktrace", "db.query.text", "db.mongodb.lsid"];

    /// <summary>What the gRPC library says in words of its own.</summary>
    private static readonly string[] Reworded = ["grpc.method", "grpc.status_code"];

    /// <summary>Describes the span of a request that is done, with the method that <see cref="KnownMethods"/> says it has.</summary>
    public static void Describe(Activity span, HttpContext context, string method)
    {
        var (request, response) = (context.Request, context.Response);
        if (RestErrors.IsRest(context))
            DescribeRest(span, context, method);
        else
            DescribeRpc(span, request, RpcStatus.Of(context));
        span.SetTag("http.request.method", method);
        if (method == KnownMethods.Other)
            span.SetTag("http.request.method_original", request.Method);
        span.SetTag("http.response.status_code", response.StatusCode);
        span.SetTag("url.scheme", request.Scheme);
        span.SetTag("url.path", request.Path.Value);
        span.SetTag("network.protocol.version", VersionOf(request));
    }

    /// <summary>The version of HTTP.</summary>
    public static string VersionOf(HttpRequest request) =>
        HttpProtocol.IsHttp2(request.Protocol) ? "2" : HttpProtocol.IsHttp10(request.Protocol) ? "1.0" : "1.1";

    /// <summary>The pattern of the path, such as <c>/activations/{activationId}</c>; null where there is none.</summary>
    public static string? RouteOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IRouteDiagnosticsMetadata>()?.Route;

    /// <inheritdoc />
    public override void OnStart(Activity data)
    {
        if (data is { Kind: ActivityKind.Client, Parent: null })
            data.LeaveOut();
    }

    /// <inheritdoc />
    public override void OnEnd(Activity data)
    {
        if (data.Source.Name != MongoDb)
            return;
        foreach (var name in Unwanted)
            data.SetTag(name, null);
    }

    private static void DescribeRest(Activity span, HttpContext context, string method)
    {
        var verb = method == KnownMethods.Other ? "HTTP" : method;
        var route = RouteOf(context);
        span.DisplayName = route is null ? verb : $"{verb} {route}";
        if (route is not null)
            span.SetTag("http.route", route);
        if (context.Response.StatusCode < StatusCodes.Status500InternalServerError)
            return;
        span.SetTag("error.type", context.Response.StatusCode.ToString(CultureInfo.InvariantCulture));
        span.SetStatus(ActivityStatusCode.Error);
    }

    private static void DescribeRpc(Activity span, HttpRequest request, RpcStatus status)
    {
        var isKnown = status.Method != KnownMethods.Other;
        span.DisplayName = isKnown ? status.Method : RpcSystem;
        if (!isKnown)
            span.SetTag("rpc.method_original", request.Path.Value?[1..]);
        span.SetTag("rpc.system.name", RpcSystem);
        span.SetTag("rpc.method", status.Method);
        span.SetTag("rpc.response.status_code", status.Code);
        if (status.IsError)
        {
            span.SetTag("error.type", status.Code);
            span.SetStatus(ActivityStatusCode.Error);
        }

        foreach (var name in Reworded)
            span.SetTag(name, null);
    }
}

/// <summary>What can be done with a span.</summary>
internal static class Spans
{
    /// <summary>Has neither a span exported nor those that begin within it.</summary>
    public static void LeaveOut(this Activity span)
    {
        span.IsAllDataRequested = false;
        span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
