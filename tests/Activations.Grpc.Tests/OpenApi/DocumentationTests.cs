using System.Net;
using Activations.Grpc.Tests.Calls;
using Activations.Grpc.Tests.Service;

namespace Activations.Grpc.Tests.OpenApi;

/// <summary>How the OpenAPI document and the page that shows it are served.</summary>
public sealed class DocumentationTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private ServiceUnderTest service = null!;

    public async ValueTask InitializeAsync() =>
        service = await ServiceUnderTest.StartAsync([folder.StoreSwitch, "--Activations:Auth:Mode=required"]);

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData("/openapi/v1.json", "json")]
    [InlineData("/docs/", "html")]
    [InlineData("/docs/scalar.js", "javascript")]
    public async Task Nobody_has_to_authenticate(string path, string type)
    {
        var answer = await service.Rest.ReadAsync(path);

        Assert.Equal(200, answer.Status);
        Assert.Contains(type, answer.ContentType!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_is_found_without_its_slash()
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = service.RestAddress };
        using var answer = await client.GetAsync(new Uri("/docs", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(new Uri(service.RestAddress, "/docs/"), new Uri(new Uri(service.RestAddress, "/docs"), answer.Headers.Location!));
    }

    [Fact]
    public async Task A_reader_who_has_the_document_is_not_sent_it_again()
    {
        var first = await service.Rest.ReadAsync("/openapi/v1.json");
        using var again = new HttpRequestMessage(HttpMethod.Get, RestAnswer.Target("/openapi/v1.json"));
        again.Headers.TryAddWithoutValidation("If-None-Match", first.Header("ETag"));

        var second = await RestAnswer.OfAsync(service.Rest, again);

        Assert.Equal((304, ""), (second.Status, second.Body));
        Assert.Equal("no-cache", first.Header("Cache-Control"));
    }

    [Theory]
    [InlineData("/openapi/v1.json", true)]
    [InlineData("/docs/", false)] // each has a nonce of its own
    [InlineData("/docs/scalar.js", false)]
    public async Task Head_says_what_get_would(string path, bool hasLength)
    {
        using var client = new HttpClient { BaseAddress = service.RestAddress };
        using var got = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(path, UriKind.Relative));
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(got.Content.Headers.ContentType, answer.Content.Headers.ContentType);
        if (hasLength)
            Assert.Equal(got.Content.Headers.ContentLength, answer.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData("HEAD", 200)]
    [InlineData("POST", 405)]
    [InlineData("DELETE", 405)]
    public async Task The_document_can_only_be_read(string method, int status) =>
        Assert.Equal(status, (await service.Rest.SendAsync(HttpMethod.Parse(method), "/openapi/v1.json")).Status);

    [Fact]
    public async Task The_page_may_load_and_call_nothing_but_its_own_origin()
    {
        var page = await service.Rest.ReadAsync("/docs/");

        var policy = page.Header("Content-Security-Policy")!.Split("; ");
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("connect-src 'self'", policy);
        Assert.DoesNotContain(policy, rule => rule.Contains("http", StringComparison.Ordinal) || rule.Contains('*'));
        Assert.DoesNotContain("//cdn", page.Body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("//fonts", page.Body, StringComparison.OrdinalIgnoreCase);
    }
}
