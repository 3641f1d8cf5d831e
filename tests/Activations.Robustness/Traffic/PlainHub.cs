using System.Net.Http.Json;
using System.Text.Json;
using Activations.Processes;

namespace Activations.Robustness.Traffic;

/// <summary>
/// A hub with integrations that bind no connection, and one call at a time on its users over REST: for tests that compare
/// what was acknowledged with what is there.
/// </summary>
internal sealed class PlainHub : IDisposable
{
    private const string Organisation = "01J0DEM00RG000000000000001";

    private readonly HttpClient client;

    private PlainHub(Uri address) => client = new HttpClient { BaseAddress = address };

    /// <summary>The id of the hub.</summary>
    public required string Id { get; init; }

    /// <summary>The id of its deployed integration.</summary>
    public required string Integration { get; init; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Makes the hub.</summary>
    public static async Task<PlainHub> CreateAsync(ServiceProcess service)
    {
        using var setUp = new PlainHub(service.Rest) { Id = "", Integration = "" };
        var hub = await setUp.PostAsync("/hubs", new
        {
            organisationId = Organisation,
            name = "plain",
            primaryConnectorId = "01J0DEM0C0N000000000000001",
            authSchemeConfig = new { schemeType = "api-key", name = "X-Api-Key", @in = "header" },
        });
        var integration = await setUp.PostAsync($"/hubs/{hub.Id}/integrations", new { organisationId = Organisation, name = "plain" });
        await setUp.PostAsync($"/integrations/{integration.Id}:deploy", new { });
        return new PlainHub(service.Rest) { Id = hub.Id, Integration = integration.Id };
    }

    /// <summary>The same hub, as another service has it.</summary>
    public PlainHub At(ServiceProcess service) => new(service.Rest) { Id = Id, Integration = Integration };

    public Task<RestAnswer> AddUserAsync(string name) => PostAsync($"/hubs/{Id}/users", new { externalId = name });

    /// <summary>Activates the integration for a user; the variables are what <paramref name="padding"/> says.</summary>
    public Task<RestAnswer> ActivateAsync(string user, string? requestId = null, string padding = "") => PostAsync(
        "/activations", new { userId = user, integrationId = Integration, requestId, dynamicVariables = new { user, padding } });

    public Task<RestAnswer> UpdateAsync(string activation, string value) =>
        SendAsync(HttpMethod.Put, $"/activations/{activation}/variables", new { value });

    public Task<RestAnswer> DeleteAsync(string activation) => SendAsync(HttpMethod.Delete, $"/activations/{activation}", null);

    public Task<RestAnswer> ReadAsync(string activation) => SendAsync(HttpMethod.Get, $"/activations/{activation}", null);

    /// <summary>Any other read.</summary>
    public Task<RestAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    /// <summary>All activations of the hub, page by page, in the order of the list; each is read once more by its id.</summary>
    public async Task<List<JsonElement>> ListAsync()
    {
        var all = new List<JsonElement>();
        var after = "";
        do
        {
            var page = await GetAsync($"/hubs/{Id}/activations?first=100&after={after}");
            Assert.Equal(200, page.Status);
            all.AddRange(page.Body.GetProperty("activations").EnumerateArray());
            after = page.Body.TryGetProperty("next", out var next) ? next.GetString()! : "";
        }
        while (after.Length > 0);
        return all;
    }

    /// <summary>The ids of a user's activations.</summary>
    public async Task<List<string>> ListOfUserAsync(string user)
    {
        var page = await GetAsync($"/embed/{Id}/users/{user}/activations");
        Assert.Equal(200, page.Status);
        return [.. page.Body.GetProperty("activations").EnumerateArray().Select(activation => activation.GetProperty("id").GetString()!)];
    }

    public void Dispose() => client.Dispose();

    private Task<RestAnswer> PostAsync(string path, object body) => SendAsync(HttpMethod.Post, path, body);

    private async Task<RestAnswer> SendAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using var answer = await client.SendAsync(request, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        return new RestAnswer((int)answer.StatusCode, text.Length > 0 ? JsonElement.Parse(text) : default)
        {
            HasRetryAfter = answer.Headers.RetryAfter is not null,
        };
    }
}

/// <summary>What came back over REST.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body; nothing if it is empty.</param>
internal sealed record RestAnswer(int Status, JsonElement Body)
{
    /// <summary>Whether it says when to try again.</summary>
    public bool HasRetryAfter { get; init; }

    /// <summary>Whether it repeats the answer to an earlier request.</summary>
    public bool IsReplayed { get; init; }

    public bool IsSuccess => Status is >= 200 and < 300;

    public string Id => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("id", out var id)
        ? id.GetString()!
        : throw new InvalidOperationException($"The answer {Status} has no id: {Body}");

    /// <summary>The reason of a refusal.</summary>
    public string? Code => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("code", out var code) ? code.GetString() : null;

    public override string ToString() => $"{Status} {Body}";
}
