using System.Net;
using System.Text;
using Activations.Processes;

namespace Activations.Robustness.Regressions;

/// <summary>
/// Bodies were read before it was decided whether there is a place for them: a few hundred callers with large ones took all
/// memory, and where it was limited were answered 500, 400, or not at all.
/// </summary>
[Collection(nameof(Alone))]
public sealed class LargeBodyTests
{
    private const string Path = "/integrations/01J0DEM01NT000000000000003/users/demo-user/variables";
    private const int BodyBytes = 3_900_000;
    private const int Callers = 200;

    [Fact]
    public async Task Where_memory_is_limited_callers_with_large_bodies_are_served_or_told_to_wait()
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(new ServiceLaunch(folder.Path)
        {
            Args = ["--demo"],
            Environment = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "0x38000000" }, // 896 MiB
        });
        using var client = new HttpClient { BaseAddress = service.Rest, Timeout = TimeSpan.FromMinutes(1) };
        await ActivateAsync(client);
        var body = Encoding.UTF8.GetBytes($$"""{"text": "{{new string('a', BodyBytes)}}"}""");

        var statuses = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => PutAsync(client, body)));

        Assert.All(statuses, status => Assert.True(status is HttpStatusCode.NoContent or HttpStatusCode.TooManyRequests, $"{status}"));
        Assert.Contains(HttpStatusCode.NoContent, statuses);
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(client, "{}"u8.ToArray()));
        Assert.DoesNotContain(" fail: ", service.Output, StringComparison.Ordinal);
    }

    private static async Task ActivateAsync(HttpClient client)
    {
        using var body = new StringContent(
            """{"userId": "demo-user", "integrationId": "01J0DEM01NT000000000000003"}""", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/activations", UriKind.Relative), body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task<HttpStatusCode> PutAsync(HttpClient client, byte[] bytes)
    {
        using var body = new ByteArrayContent(bytes);
        body.Headers.ContentType = new("application/json");
        using var answer = await client.PutAsync(new Uri(Path, UriKind.Relative), body, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
