using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Activations.Grpc.Configuration;
using Activations.Grpc.Telemetry;
using Activations.V1;

namespace Activations.Grpc.Errors;

/// <summary>
/// Writes the body of every REST failure, whoever caused it: a handler, the binding of a request, routing, or a defect
/// of the middleware. The answer is held back until the call is done, and what the framework wrote for a failure is
/// dropped.
/// </summary>
internal sealed partial class RestErrors(RequestDelegate next, LimitsOptions limits, ILogger<RestErrors> logger)
{
    // The body is application/json, never embedded in HTML: apostrophes and non-ASCII text stay readable.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Whether a request is for REST: everything that is not gRPC, which is a POST over HTTP/2, has its content type, and names
    /// a service of a package (gRPC over HTTP/2: "Method → POST", "Path → /{Service-Name}/{method name}").
    /// </summary>
    public static bool IsRest(HttpContext context) =>
        context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) != true
        || !HttpProtocol.IsHttp2(context.Request.Protocol)
        || !HttpMethods.IsPost(context.Request.Method)
        || !FirstSegment(context.Request.Path.Value).Contains('.');

    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (!IsRest(context))
        {
            await next(context);
            return;
        }

        var body = context.Response.Body;
        using var held = new MemoryStream();
        context.Response.Body = held;
        try
        {
            await next(context);
        }
        catch (Exception exception)
        {
            context.Features.Set(Translate(exception, context));
        }
        finally
        {
            context.Response.Body = body;
        }

        await WriteAsync(context, held);
    }

    private static ReadOnlySpan<char> FirstSegment(string? path)
    {
        var rest = path.AsSpan().TrimStart('/');
        return rest.IndexOf('/') is >= 0 and var end ? rest[..end] : rest;
    }

    private Failure Translate(Exception exception, HttpContext context)
    {
        if (exception is BadHttpRequestException bad)
            return OfStatus(bad.StatusCode);
        if (exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
            return CallerGone.Failure;
        LogDefect(exception, context.Request.Method, context.GetEndpoint()?.DisplayName);
        return OfStatus(StatusCodes.Status500InternalServerError);
    }

    private async Task WriteAsync(HttpContext context, MemoryStream held)
    {
        var response = context.Response;
        var failure = context.Features.Get<Failure>();
        if (failure is null && response.StatusCode < StatusCodes.Status400BadRequest)
        {
            // Who answers HEAD without a body may have said how long the body of GET is.
            var isLeftOut = response.StatusCode is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified
                || (HttpMethods.IsHead(context.Request.Method) && held.Length == 0);
            if (!isLeftOut)
                response.ContentLength = held.Length;
            held.Position = 0;
            await held.CopyToAsync(response.Body, context.RequestAborted);
            return;
        }

        failure ??= BindingFailure.Find(context) ?? OfStatus(response.StatusCode);
        var body = ToJson(failure, TraceIds.Of(context));
        response.StatusCode = ErrorReasons.HttpStatusOf(failure.Reason);
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        response.Headers.Remove(GrpcFailures.StatusHeader); // of gRPC's own endpoints, which refuse what is not gRPC
        response.Headers.Remove(GrpcFailures.MessageHeader);
        if (failure.RetryAfter is { } delay)
            response.Headers.RetryAfter = Math.Ceiling(delay.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(body, context.RequestAborted);
    }

    private Failure OfStatus(int status) => status switch
    {
        404 => new Failure(ErrorReason.NotFound, "There is no such path."),
        405 => new Failure(ErrorReason.MethodNotAllowed, "The path does not have this method; see the Allow header."),
        413 => new Failure(ErrorReason.PayloadTooLarge, $"The body is larger than {limits.MaxBodyText}."),
        415 => new Failure(ErrorReason.UnsupportedMediaType, "The body must be application/json in UTF-8."),
        426 => new Failure(ErrorReason.UnsupportedMediaType, "gRPC needs HTTP/2: call the port for gRPC."),
        503 => new Failure(ErrorReason.Unavailable, "The service is not ready.") { RetryAfter = TimeSpan.FromSeconds(1) },
        >= 500 => new Failure(ErrorReason.Internal, "The service failed. Its log has the cause."),
        _ => new Failure(ErrorReason.InvalidArgument, "The request can't be read."),
    };

    private static ReadOnlyMemory<byte> ToJson(Failure failure, string traceId)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer, Readable);
        json.WriteStartObject();
        json.WriteString("code", ErrorReasons.NameOf(failure.Reason));
        json.WriteString("message", failure.Message);
        json.WriteStartArray("fields");
        foreach (var violation in failure.Violations)
        {
            json.WriteStartObject();
            json.WriteString("field", violation.Field);
            json.WriteString("message", violation.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("details", string.Join(", ", failure.Metadata.Select(m => $"{m.Key}: {m.Value}")));
        json.WriteStartObject("metadata");
        foreach (var (name, value) in failure.Metadata)
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteString("traceId", traceId);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    [LoggerMessage(3, LogLevel.Error, "{Method} {Endpoint} failed by a defect")]
    private partial void LogDefect(Exception exception, string method, string? endpoint);
}
