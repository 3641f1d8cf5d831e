using System.Collections.Concurrent;
using Activations.V1;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;

namespace Activations.Grpc.Rest;

/// <summary>
/// Answers with the status that the protos promise: 204 with no body where the RPC answers <c>google.protobuf.Empty</c>,
/// and that of the option <c>success_status</c> (the transcoder knows 200 only).
/// </summary>
internal sealed class SuccessStatuses(RequestDelegate next)
{
    private static readonly ConcurrentDictionary<MethodDescriptor, int> Statuses = new();

    /// <summary>Runs the rest of the pipeline, whose answer is held back by <see cref="Errors.RestErrors"/>.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);

        var call = context.GetEndpoint()?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>();
        if (call is null || context.Response.StatusCode != StatusCodes.Status200OK)
            return;

        context.Response.StatusCode = Statuses.GetOrAdd(call.MethodDescriptor, StatusOf);
        if (context.Response.StatusCode == StatusCodes.Status204NoContent)
        {
            context.Response.ContentType = null;
            context.Response.Body.SetLength(0);
        }
    }

    /// <summary>The status that an RPC succeeds with.</summary>
    public static int StatusOf(MethodDescriptor method)
    {
        if (method.OutputType.FullName == Empty.Descriptor.FullName)
            return StatusCodes.Status204NoContent;
        var status = method.GetOptions().GetExtension(SuccessStatusExtensions.SuccessStatus);
        return status == 0 ? StatusCodes.Status200OK : status;
    }
}
