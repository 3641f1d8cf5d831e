using System.Net;
using Activations.Processes;

namespace Activations.EndToEnd.Tests;

/// <summary>What the service tells browsers about pages of other origins (the Fetch standard's CORS protocol).</summary>
public sealed class CorsTests
{
    private const string Allowed = "https://app.example.com";
    private const string AlsoAllowed = "http://localhost:3000";
    private const string NotAllowed = "https://elsewhere.example.com";

    private static readonly (string Method, string Path, int Status)[] Answers =
    [
        ("GET", "/healthz", 200),
        ("GET", "/activations/not-an-id", 400),
        ("GET", "/activations/01J0DEM01NT000000000000009", 404),
        ("GET", "/no/such/path", 404),
        ("DELETE", "/activations", 405),
        ("POST", "/activations", 400),
    ];

    [Fact]
    public async Task A_preflight_of_an_allowed_origin_is_answered_with_its_method_and_headers()
    {
        await using var service = await Started.WithAsync(Allowed);

        foreach (var method in new[] { "GET", "POST", "PUT", "PATCH", "DELETE" })
        {
            using var answer = await service.PreflightAsync(Allowed, method, "/activations");

            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
            Assert.Equal(Allowed, HeaderOf(answer, "Access-Control-Allow-Origin"));
            Assert.Equal(method, HeaderOf(answer, "Access-Control-Allow-Methods"));
            Assert.Equal("content-type,idempotency-key,if-match", HeaderOf(answer, "Access-Control-Allow-Headers"));
            Assert.Equal("3600", HeaderOf(answer, "Access-Control-Max-Age"));
            Assert.Null(HeaderOf(answer, "Access-Control-Allow-Credentials"));
        }
    }

    [Fact]
    public async Task A_preflight_of_another_origin_allows_nothing()
    {
        await using var service = await Started.WithAsync(Allowed);

        using var answer = await service.PreflightAsync(NotAllowed, "POST", "/activations");

        Assert.Empty(CorsHeadersOf(answer));
    }

    [Fact]
    public async Task An_answer_can_be_read_by_an_allowed_origin_alone_whatever_its_status()
    {
        await using var service = await Started.WithAsync(Allowed);

        foreach (var (method, path, status) in Answers)
        {
            using var allowed = await service.CallAsync(Allowed, method, path);
            using var notAllowed = await service.CallAsync(NotAllowed, method, path);

            Assert.Equal((status, status), ((int)allowed.StatusCode, (int)notAllowed.StatusCode));
            Assert.Equal(Allowed, HeaderOf(allowed, "Access-Control-Allow-Origin"));
            Assert.Equal("idempotent-replayed,Retry-After,trace-id", HeaderOf(allowed, "Access-Control-Expose-Headers"));
            Assert.Empty(CorsHeadersOf(notAllowed));
        }
    }

    [Fact]
    public async Task Without_configuration_no_page_of_another_origin_may_call()
    {
        await using var service = await Started.WithAsync();

        using var preflight = await service.PreflightAsync(Allowed, "POST", "/activations");
        using var answer = await service.CallAsync(Allowed, "GET", "/healthz");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(CorsHeadersOf(preflight));
        Assert.Empty(CorsHeadersOf(answer));
    }

    [Theory]
    [InlineData($"--Activations:Cors:AllowedOrigins={Allowed}, {AlsoAllowed}")]
    [InlineData($"--Activations:Cors:AllowedOrigins:0={Allowed}", $"--Activations:Cors:AllowedOrigins:1={AlsoAllowed}")]
    public async Task Several_origins_are_one_text_or_a_list(params string[] args)
    {
        await using var service = await Started.WithArgsAsync(args);

        foreach (var origin in new[] { Allowed, AlsoAllowed })
        {
            using var answer = await service.PreflightAsync(origin, "POST", "/activations");
            Assert.Equal(origin, HeaderOf(answer, "Access-Control-Allow-Origin"));
            Assert.Equal("Origin", HeaderOf(answer, "Vary"));
        }

        using var other = await service.PreflightAsync(NotAllowed, "POST", "/activations");
        Assert.Null(HeaderOf(other, "Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("*")]
    [InlineData($"*, {Allowed}")]
    public async Task A_star_allows_any_origin_also_beside_others(string origins)
    {
        await using var service = await Started.WithAsync(origins);

        using var preflight = await service.PreflightAsync(NotAllowed, "DELETE", "/activations/01J0DEM01NT000000000000001");
        using var answer = await service.CallAsync(NotAllowed, "GET", "/no/such/path");

        Assert.Equal("*", HeaderOf(preflight, "Access-Control-Allow-Origin"));
        Assert.Equal("*", HeaderOf(answer, "Access-Control-Allow-Origin"));
    }

    private static string? HeaderOf(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    private static IEnumerable<string> CorsHeadersOf(HttpResponseMessage answer) => answer.Headers
        .Select(header => header.Key).Where(name => name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));

    /// <summary>A service with its folder and a client that calls as a browser does for a page.</summary>
    private sealed class Started(TemporaryFolder folder, ServiceProcess service) : IAsyncDisposable
    {
        private readonly HttpClient client = new() { BaseAddress = service.Rest };

        public static Task<Started> WithAsync(string? origins = null) =>
            WithArgsAsync(origins is null ? [] : [$"--Activations:Cors:AllowedOrigins={origins}"]);

        public static async Task<Started> WithArgsAsync(string[] args)
        {
            var folder = new TemporaryFolder();
            return new Started(folder, await ServiceProcess.StartAsync(folder.Path, args));
        }

        public Task<HttpResponseMessage> PreflightAsync(string origin, string method, string path) => SendAsync(
            "OPTIONS",
            path,
            ("Origin", origin),
            ("Access-Control-Request-Method", method),
            ("Access-Control-Request-Headers", "content-type,idempotency-key,if-match"));

        public Task<HttpResponseMessage> CallAsync(string origin, string method, string path) =>
            SendAsync(method, path, ("Origin", origin));

        public async ValueTask DisposeAsync()
        {
            client.Dispose();
            await service.DisposeAsync();
            folder.Dispose();
        }

        private async Task<HttpResponseMessage> SendAsync(string method, string path, params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
            foreach (var (name, value) in headers)
                request.Headers.Add(name, value);
            return await client.SendAsync(request, TestContext.Current.CancellationToken);
        }
    }
}
