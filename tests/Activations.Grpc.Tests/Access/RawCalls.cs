using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;
using Google.Protobuf;
using Grpc.Core;

namespace Activations.Grpc.Tests.Access;

/// <summary>Calls with credentials, whose answers are kept to the last byte.</summary>
internal static class RawCalls
{
    /// <summary>All answers have the same trace id, so that they can be compared.</summary>
    private const string TraceParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";

    /// <summary>Calls.</summary>
    /// <param name="service">Whom.</param>
    /// <param name="transport">How.</param>
    /// <param name="request">What for.</param>
    /// <param name="authorization">The header <c>Authorization</c>; null for none.</param>
    public static Task<RawAnswer> AskAsync(
        this ServiceUnderTest service, Transport transport, IMessage request, string? authorization) =>
        transport == Transport.Grpc
            ? AskGrpcAsync(service, request, authorization)
            : AskRestAsync(service, request, authorization);

    private static async Task<RawAnswer> AskRestAsync(ServiceUnderTest service, IMessage request, string? authorization)
    {
        using var message = RestCaller.ToHttp(request, Rpc.RuleOf(Rpc.Of(request)));
        message.Headers.TryAddWithoutValidation("traceparent", TraceParent);
        if (authorization is not null)
            message.Headers.TryAddWithoutValidation("Authorization", authorization);
        message.RequestUri = new Uri(service.RestAddress, message.RequestUri!.PathAndQuery);
        using var response = await service.Rest.SendAsync(message, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var headers = response.Headers.Concat(response.Content.Headers)
            .Where(header => header.Key != "Date")
            .Select(header => $"{header.Key}: {string.Join(',', header.Value)}")
            .Order(StringComparer.Ordinal);
        var everything = $"{(int)response.StatusCode}\n{string.Join('\n', headers)}\n\n{body}";
        if (response.IsSuccessStatusCode)
            return new RawAnswer(null, everything, body);
        var header = response.Headers.WwwAuthenticate.ToString();
        Assert.Equal((int)response.StatusCode == 401 ? "Bearer" : "", header);
        return new RawAnswer(
            Refusal.Of(new RestAnswer(
                (int)response.StatusCode, body, response.Content.Headers.ContentType?.ToString(), _ => null)),
            everything,
            body);
    }

    private static async Task<RawAnswer> AskGrpcAsync(ServiceUnderTest service, IMessage request, string? authorization)
    {
        var rpc = Rpc.Of(request);
        var method = new Method<IMessage, byte[]>(
            MethodType.Unary,
            rpc.Service.FullName,
            rpc.Name,
            Marshallers.Create<IMessage>(message => message.ToByteArray(), _ => throw new NotSupportedException()),
            Marshallers.Create<byte[]>(_ => throw new NotSupportedException(), bytes => bytes));
        var metadata = new Metadata { { "traceparent", TraceParent } };
        if (authorization is not null)
            metadata.Add("Authorization", authorization);
        using var call = service.Channel.CreateCallInvoker().AsyncUnaryCall(
            method, null, new CallOptions(metadata, cancellationToken: TestContext.Current.CancellationToken), request);
        try
        {
            var reply = rpc.OutputType.Parser.ParseFrom(await call);
            var text = JsonFormatter.Default.Format(reply);
            return new RawAnswer(null, text, text);
        }
        catch (RpcException exception)
        {
            var trailers = exception.Trailers
                .Where(entry => entry.Key != "date")
                .Select(entry => $"{entry.Key}: {(entry.IsBinary ? Convert.ToHexString(entry.ValueBytes) : entry.Value)}")
                .Order(StringComparer.Ordinal);
            var everything = $"{exception.Status}\n{string.Join('\n', trailers)}";
            return new RawAnswer(Refusal.Of(exception), everything, exception.Status.Detail);
        }
    }
}

/// <summary>An answer to the last byte, but for its date.</summary>
/// <param name="Refusal">The refusal that it is, if it is one.</param>
/// <param name="Everything">Status, headers and body.</param>
/// <param name="Body">The body.</param>
internal sealed record RawAnswer(Refusal? Refusal, string Everything, string Body)
{
    /// <summary>Whether the call was made.</summary>
    public bool IsSuccess => Refusal is null;
}
