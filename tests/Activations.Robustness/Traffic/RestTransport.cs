using System.Net;
using System.Text;
using System.Text.Json;
using Google.Protobuf;

namespace Activations.Robustness.Traffic;

/// <summary>Calls over REST.</summary>
internal sealed class RestTransport(Uri address) : Transport
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    private readonly HttpClient client = new() { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };

    public override string Name => "REST";

    public override async Task<Answer> SendAsync(IMessage request, TimeSpan patience)
    {
        var (verb, path, body) = Rpc.OverHttp(request);
        using var timeout = new CancellationTokenSource(patience);
        using var message = new HttpRequestMessage(verb, new Uri(path, UriKind.Relative));
        // With a content, even an empty one, the client never sends a call again by itself.
        message.Content = new StringContent(body ?? "", Encoding.UTF8, "application/json");
        try
        {
            using var answer = await client.SendAsync(message, timeout.Token);
            var text = await answer.Content.ReadAsStringAsync(timeout.Token);
            return answer.IsSuccessStatusCode ? Read(request, answer, text) : Refusal(answer, text);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return new Answer { Lost = exception.GetType().Name };
        }
    }

    public override void Dispose() => client.Dispose();

    private static Answer Read(IMessage request, HttpResponseMessage answer, string text) => new()
    {
        Reply = Parser.Parse(text.Length == 0 ? "{}" : text, Rpc.Of(request).OutputType),
        IsReplay = answer.Headers.TryGetValues("idempotent-replayed", out var values) && values.Contains("true"),
    };

    private static Answer Refusal(HttpResponseMessage answer, string text)
    {
        using var json = JsonDocument.Parse(text);
        return Answer.Refused(
            json.RootElement.GetProperty("code").GetString() ?? $"{(HttpStatusCode)answer.StatusCode}",
            answer.Headers.RetryAfter is not null);
    }
}
