using System.Collections.Concurrent;
using System.Globalization;
using Activations.Grpc.Errors;
using Google.Rpc;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Activations.Grpc.Telemetry;

/// <summary>A call over gRPC in the words of the semantic conventions.</summary>
/// <param name="Method">The RPC, such as <c>activations.v1.HubService/GetHub</c>.</param>
/// <param name="Code">The name of its status.</param>
internal readonly record struct RpcStatus(string Method, string Code)
{
    private static readonly string[] Codes =
        [.. CodeReflection.Descriptor.EnumTypes.Single().Values.OrderBy(value => value.Number).Select(value => value.Name)];

    private static readonly ConcurrentDictionary<IMethod, string> Methods = [];

    /// <summary>Whether the service is to blame.</summary>
    public bool IsError => Code is "UNKNOWN" or "DEADLINE_EXCEEDED" or "UNIMPLEMENTED" or "INTERNAL" or "UNAVAILABLE" or "DATA_LOSS";

    /// <summary>What became of a call that is done. A path that names no RPC may be anything, and is not shown.</summary>
    public static RpcStatus Of(HttpContext context) => new(
        context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method is { } method
            ? Methods.GetOrAdd(method, static method => method.FullName[1..])
            : KnownMethods.Other,
        CodeOf(context));

    private static string CodeOf(HttpContext context)
    {
        var header = context.Response.Headers[GrpcFailures.StatusHeader];
        if (header.Count == 0 && context.Features.Get<IHttpResponseTrailersFeature>() is { } feature)
            header = feature.Trailers[GrpcFailures.StatusHeader];
        return int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code < Codes.Length
            ? Codes[code]
            : Codes[(int)Google.Rpc.Code.Cancelled]; // the caller went away before there was a status
    }
}
