using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Activations.Errors;
using Activations.Grpc.Configuration;
using Activations.Grpc.Errors;
using Activations.Grpc.Limits;
using Activations.Json;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.Net.Http.Headers;
using ErrorReason = Activations.V1.ErrorReason;

namespace Activations.Grpc.Rest;

/// <summary>
/// Checks the body of a REST call before it is bound: the media type, the size, that it is UTF-8 and JSON (RFC 8259),
/// and one object that is not nested too deeply. What the transcoder would let pass, misread or answer with a 500 is
/// refused here. So is one that comes while those of other calls hold too many bytes, before they take all memory.
/// </summary>
internal sealed class JsonBody(RequestDelegate next, LimitsOptions limits)
{
    /// <summary>
    /// Deep enough for values of <see cref="JsonText.MaxDepth"/> levels wherever a request has them; they are checked
    /// to the level when they are mapped.
    /// </summary>
    public const int MaxDepth = 60;

    private readonly RequestBytes held = new(limits);

    /// <summary>The body of this request, if it has one and it was read.</summary>
    public static ReadOnlyMemory<byte>? Of(HttpContext context) => context.Features.Get<ReadBody>()?.Bytes;

    /// <summary>Checks and goes on, or refuses.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (!RestErrors.IsRest(context) || CallOf(context) is not { } call)
        {
            await next(context);
            return;
        }

        if (call.HttpRule.Body.Length == 0)
        {
            context.Request.ContentType = null; // of no body; the transcoder would answer in its charset
            await next(context);
            return;
        }

        using var read = new MemoryStream();
        try
        {
            var failure = CheckHeaders(context.Request) ?? await ReadAsync(context, read);
            if (failure is not null)
            {
                if (failure == CallerGone.Failure)
                    context.Abort(); // else the server would try to drain what is left of the body
                context.Features.Set(failure);
                return;
            }

            context.Request.ContentType = "application/json"; // as the transcoder reads it, whatever parameters it had
            context.Request.Body = StreamOf(ToBind(context, call));
            await next(context);
        }
        finally
        {
            held.LetGo(read.Length);
        }
    }

    private static GrpcJsonTranscodingMetadata? CallOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>();

    private static ReadOnlyMemory<byte> ToBind(HttpContext context, GrpcJsonTranscodingMetadata call)
    {
        var body = Of(context)!.Value;
        return call.HttpRule.Body == "*" ? NullMembers.LeaveOut(body, call.MethodDescriptor.InputType) : body;
    }

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> bytes)
    {
        MemoryMarshal.TryGetArray(bytes, out var array); // always: it is the buffer of a stream, or of a writer of JSON
        return new MemoryStream(array.Array!, array.Offset, array.Count, writable: false);
    }

    private Failure? CheckHeaders(HttpRequest request)
    {
        if (request.ContentLength > limits.MaxBodyBytes)
            return TooLarge();
        if (request.ContentLength is 0)
            return null; // refused for want of an object, whatever its type
        var isJson = MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
                || type.MediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase))
            && (!type.Charset.HasValue
                || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        return isJson && request.Headers.ContentEncoding.Count == 0
            ? null
            : new Failure(ErrorReason.UnsupportedMediaType, "The body must be application/json in UTF-8, not compressed.");
    }

    private async Task<Failure?> ReadAsync(HttpContext context, MemoryStream read)
    {
        var reader = context.Request.BodyReader;
        // Not by the token itself: a read that it breaks off leaves the server unable to drain what is left of the body.
        await using var end = context.RequestAborted.UnsafeRegister(
            static state => ((PipeReader)state!).CancelPendingRead(), reader);
        for (var isCompleted = false; !isCompleted;)
        {
            if (await TryReadAsync(reader) is not { } result)
                return CallerGone.Failure;
            isCompleted = result.IsCompleted;
            var failure = read.Length + result.Buffer.Length > limits.MaxBodyBytes ? TooLarge() : TryAppend(result.Buffer, read);
            reader.AdvanceTo(result.Buffer.End);
            if (failure is not null)
                return failure;
            if (result.IsCanceled)
                throw new OperationCanceledException(context.RequestAborted);
        }

        ReadOnlyMemory<byte> bytes = read.GetBuffer().AsMemory(0, (int)read.Length);
        if (bytes.Span.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        context.Features.Set(new ReadBody(bytes));
        return Check(bytes.Span);
    }

    /// <summary>Reads some more, unless the caller went away.</summary>
    private static async ValueTask<ReadResult?> TryReadAsync(PipeReader reader)
    {
        try
        {
            return await reader.ReadAsync(CancellationToken.None);
        }
        catch (Exception exception) when (CallerGone.IsCauseOf(exception))
        {
            return null;
        }
    }

    private Failure? TryAppend(ReadOnlySequence<byte> part, MemoryStream read)
    {
        if (!held.TryHold(part.Length))
        {
            held.LetGo(part.Length);
            return Failure.Of(new OverloadedException());
        }

        foreach (var segment in part)
            read.Write(segment.Span);
        return null;
    }

    private Failure TooLarge() => new(ErrorReason.PayloadTooLarge, $"The body is larger than {limits.MaxBodyText}.");

    private static Failure? Check(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
            return Failure.OfField("", "the body is not UTF-8");
        if (body.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
            return Failure.OfField("", "the body must be a JSON object");

        var member = "";
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth + 1 });
            while (reader.Read())
            {
                // A text may be an escaped half of a surrogate pair, which is no character: reading it throws.
                if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String && reader.ValueIsEscaped)
                    reader.GetString();
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
                    member = reader.GetString()!;
                if (reader.CurrentDepth >= MaxDepth)
                    return Failure.OfField(member, $"is nested more than {JsonText.MaxDepth} levels deep");
            }

            return null;
        }
        catch (JsonException exception)
        {
            return Failure.OfField(
                "", $"the body is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}");
        }
        catch (InvalidOperationException)
        {
            return Failure.OfField(member, "holds half of a surrogate pair, which is no character");
        }
    }

    private sealed record ReadBody(ReadOnlyMemory<byte> Bytes);
}
