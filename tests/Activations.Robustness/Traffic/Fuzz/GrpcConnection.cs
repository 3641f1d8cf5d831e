using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>Connections over HTTP/2 that send calls as they are, whether gRPC allows them or not.</summary>
internal sealed class GrpcConnection(Uri address) : IDisposable
{
    private readonly HttpMessageInvoker shared = new(CreateHandler());

    /// <summary>Makes a call and reads its answer.</summary>
    /// <returns>The answer; null where the server reset the stream or closed the connection without one.</returns>
    public async Task<GrpcAnswer?> SendAsync(GrpcRequest request, CancellationToken cancellationToken)
    {
        using var message = ToMessage(request);
        try
        {
            if (!request.NeedsOwnConnection)
                return await SendAsync(shared, message, cancellationToken);
            using var own = new HttpMessageInvoker(CreateHandler());
            return await SendAsync(own, message, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <inheritdoc />
    public void Dispose() => shared.Dispose();

    private static SocketsHttpHandler CreateHandler() => new()
    {
        EnableMultipleHttp2Connections = true,
        RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
    };

    private static async Task<GrpcAnswer> SendAsync(HttpMessageInvoker invoker, HttpRequestMessage message, CancellationToken cancellationToken)
    {
        using var response = await invoker.SendAsync(message, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return new GrpcAnswer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.ToString(),
            Find("grpc-status", response),
            Find("grpc-message", response) ?? "",
            Find("grpc-status-details-bin", response),
            body);
    }

    private static string? Find(string name, HttpResponseMessage response) =>
        Find(name, response.Headers) ?? Find(name, response.TrailingHeaders);

    private static string? Find(string name, HttpResponseHeaders headers) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private HttpRequestMessage ToMessage(GrpcRequest request)
    {
        var uri = new Uri(
            address.GetLeftPart(UriPartial.Authority) + request.Path,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var message = new HttpRequestMessage(new HttpMethod(request.Method), uri)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new Frames(request.Body, request.ResetAfter),
        };
        if (request.ContentType is not null)
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        if (request.HasTe)
            message.Headers.TryAddWithoutValidation("te", "trailers");
        foreach (var (name, value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    /// <summary>Bytes of a length that is not told, which may break off: then the stream is reset.</summary>
    private sealed class Frames(byte[] bytes, int? resetAfter) : HttpContent
    {
        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes.AsMemory(0, resetAfter ?? bytes.Length));
            if (resetAfter is null)
                return;
            await stream.FlushAsync();
            throw new IOException("The caller goes away.");
        }
    }
}
