using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;

namespace Activations.Grpc.Rest;

/// <summary>Answers 204 with no body where the RPC answers <c>google.protobuf.Empty</c> (the transcoder: 200, <c>{}</c>).</summary>
internal sealed class EmptyAnswers(RequestDelegate next)
{
    /// <summary>Runs the rest of the pipeline, whose answer is held back by <see cref="Errors.RestErrors"/>.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);

        var call = context.GetEndpoint()?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>();
        if (call?.MethodDescriptor.OutputType == Empty.Descriptor && context.Response.StatusCode == StatusCodes.Status200OK)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            context.Response.ContentType = null;
            context.Response.Body.SetLength(0);
        }
    }
}
