using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Activations.Processes;
using Activations.Robustness.Traffic;

namespace Activations.Robustness.Faults.MongoDb;

/// <summary>One of several services on one database, and what callers of it send over REST.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private readonly ServiceProcess process;
    private readonly HttpClient client;
    private readonly string credentials;

    private Replica(ServiceProcess process, string credentials)
    {
        this.process = process;
        this.credentials = credentials;
        client = new HttpClient { BaseAddress = process.Rest };
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts one, to which callers have to authenticate.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="args">Where the store is, and the keys of secrets.</param>
    /// <param name="credentials">What is sent where a call names no credentials of its own.</param>
    public static async Task<Replica> StartAsync(string folder, string[] args, string credentials) =>
        new(await ServiceProcess.StartAsync(folder, [.. args, "--Activations:Auth:Mode=required"]), credentials);

    /// <summary>Posts to it.</summary>
    public Task<RestAnswer> PostAsync(string path, object body, string? idempotencyKey = null) =>
        SendAsync(HttpMethod.Post, path, body, credentials, idempotencyKey);

    /// <summary>Reads from it.</summary>
    public Task<RestAnswer> GetAsync(string path, string? withCredentials = null) =>
        SendAsync(HttpMethod.Get, path, body: null, withCredentials ?? credentials);

    /// <summary>Deletes something.</summary>
    public Task<RestAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, body: null, credentials);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await process.DisposeAsync();
    }

    private async Task<RestAnswer> SendAsync(
        HttpMethod method, string path, object? body, string authorization, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Authorization = AuthenticationHeaderValue.Parse(authorization);
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using var answer = await client.SendAsync(request, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        return new RestAnswer((int)answer.StatusCode, text.Length > 0 ? JsonElement.Parse(text) : default)
        {
            IsReplayed = answer.Headers.Contains("idempotent-replayed"),
        };
    }
}
