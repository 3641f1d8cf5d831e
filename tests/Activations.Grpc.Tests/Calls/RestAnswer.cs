using System.Text;
using System.Text.Json;

namespace Activations.Grpc.Tests.Calls;

/// <summary>An answer over REST, read to its end.</summary>
internal sealed record RestAnswer(int Status, string Body, string? ContentType, Func<string, string?> Header)
{
    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonElement.Parse(Body);

    /// <summary>A target that is sent as it is written.</summary>
    public static Uri Target(string target) => new(
        $"http://127.0.0.1{target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    /// <summary>Sends a request; only the target of its address counts.</summary>
    public static async Task<RestAnswer> OfAsync(HttpClient client, HttpRequestMessage request)
    {
        // The address is put together from texts, since joining addresses would rewrite the target.
        var target = request.RequestUri!.OriginalString["http://127.0.0.1".Length..];
        request.RequestUri = new Uri(
            client.BaseAddress!.GetLeftPart(UriPartial.Authority) + target,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(
            h => h.Key, h => string.Join(",", h.Value), StringComparer.OrdinalIgnoreCase);
        return new RestAnswer(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            response.Content.Headers.ContentType?.ToString(),
            name => headers.GetValueOrDefault(name));
    }

    /// <summary>The refusal that this is.</summary>
    public Refusal AsRefusal() => Refusal.Of(this);
}

/// <summary>Plain REST requests.</summary>
internal static class RestRequests
{
    public static Task<RestAnswer> SendAsync(this HttpClient client, HttpMethod method, string target, string? body = null) =>
        client.SendAsync(method, target, body is null ? null : Encoding.UTF8.GetBytes(body));

    public static Task<RestAnswer> ReadAsync(this HttpClient client, string target) =>
        client.SendAsync(HttpMethod.Get, target);

    public static Task<RestAnswer> PostAsync(this HttpClient client, string target, string body) =>
        client.SendAsync(HttpMethod.Post, target, body);

    public static async Task<RestAnswer> SendAsync(
        this HttpClient client, HttpMethod method, string target, byte[]? body, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(method, RestAnswer.Target(target));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return await RestAnswer.OfAsync(client, request);
    }
}
