using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Activations.Grpc.Errors;
using Google.Rpc;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Activations.Grpc.Telemetry;

/// <summary>Measures calls over gRPC, whose status the framework's own metric of HTTP requests does not know.</summary>
internal sealed class RpcDurations(RequestDelegate next, ServiceInstruments instruments)
{
    private static readonly string[] StatusNames =
        [.. CodeReflection.Descriptor.EnumTypes.Single().Values.OrderBy(value => value.Number).Select(value => value.Name)];

    private static readonly KeyValuePair<string, object?> System = new("rpc.system.name", "grpc");

    private readonly ConcurrentDictionary<string, string> methods = [];

    /// <summary>Runs the rest of the pipeline.</summary>
    public Task InvokeAsync(HttpContext context) =>
        !instruments.RpcDuration.Enabled || RestErrors.IsRest(context) ? next(context) : MeasureAsync(context);

    private async Task MeasureAsync(HttpContext context)
    {
        var begunAt = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            Record(context, Stopwatch.GetElapsedTime(begunAt));
        }
    }

    private void Record(HttpContext context, TimeSpan duration)
    {
        var status = StatusOf(context);
        var tags = new TagList { System, { "rpc.method", MethodOf(context) }, { "rpc.response.status_code", status } };
        if (IsServersFault(status))
            tags.Add("error.type", status);
        instruments.RpcDuration.Record(duration.TotalSeconds, tags);
    }

    /// <summary>The name of the RPC; a path that is none may be anything, and is not shown.</summary>
    private string MethodOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.FullName is { } name
            ? methods.GetOrAdd(name, static name => name[1..])
            : "_OTHER";

    private static string StatusOf(HttpContext context)
    {
        var header = context.Response.Headers[GrpcFailures.StatusHeader];
        if (header.Count == 0 && context.Features.Get<IHttpResponseTrailersFeature>() is { } feature)
            header = feature.Trailers[GrpcFailures.StatusHeader];
        return int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code < StatusNames.Length
            ? StatusNames[code]
            : nameof(Code.Cancelled).ToUpperInvariant(); // the caller went away before there was a status
    }

    /// <summary>As the semantic conventions for gRPC have it for servers.</summary>
    private static bool IsServersFault(string status) =>
        status is "UNKNOWN" or "DEADLINE_EXCEEDED" or "UNIMPLEMENTED" or "INTERNAL" or "UNAVAILABLE" or "DATA_LOSS";
}
