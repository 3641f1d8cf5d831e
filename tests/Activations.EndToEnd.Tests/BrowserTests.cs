using System.Text.Json;
using Activations.EndToEnd.Tests.Browser;
using Activations.Processes;

namespace Activations.EndToEnd.Tests;

/// <summary>Pages of other origins in a real browser.</summary>
public sealed class BrowserTests
{
    private static readonly string[] Calls = ["created", "repeated", "refused", "deleted"];

    [Fact]
    public async Task A_page_of_an_allowed_origin_activates_repeats_reads_a_refusal_and_deletes()
    {
        var browser = Chromium.AtHand();
        using var folder = new TemporaryFolder();
        await using var site = await OtherOrigin.StartAsync();
        await using var service = await ServiceProcess.StartAsync(
            folder.Path, "--demo", $"--Activations:Cors:AllowedOrigins={site.Origin}");

        var outcome = await browser.OutcomeOfAsync(site.PageCalling(service.Rest));

        var (created, repeated, refused) =
            (outcome.GetProperty("created"), outcome.GetProperty("repeated"), outcome.GetProperty("refused"));
        Assert.Equal([200, 200, 400, 204], Calls.Select(call => outcome.GetProperty(call).GetProperty("status").GetInt32()));
        Assert.Equal(IdOf(created), IdOf(repeated));
        Assert.Equal((null, "true"), (ReplayedOf(created), ReplayedOf(repeated)));
        Assert.Equal("INVALID_ARGUMENT", refused.GetProperty("body").GetProperty("code").GetString());
        Assert.Equal("userId", refused.GetProperty("body").GetProperty("fields")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task A_page_of_another_origin_is_kept_from_calling_and_nothing_is_stored()
    {
        var browser = Chromium.AtHand();
        using var folder = new TemporaryFolder();
        await using var site = await OtherOrigin.StartAsync();
        await using var service = await ServiceProcess.StartAsync(
            folder.Path, "--demo", "--Activations:Cors:AllowedOrigins=https://app.example.com");

        var outcome = await browser.OutcomeOfAsync(site.PageCalling(service.Rest));

        Assert.All(Calls, call => Assert.Equal("TypeError", outcome.GetProperty(call).GetProperty("blocked").GetString()));
        Assert.Equal(0, await CountAsync(service, "second-user"));
    }

    private static string? IdOf(JsonElement answer) => answer.GetProperty("body").GetProperty("id").GetString();

    private static string? ReplayedOf(JsonElement answer) => answer.GetProperty("replayed").GetString();

    private static async Task<int> CountAsync(ServiceProcess service, string user)
    {
        using var client = new HttpClient { BaseAddress = service.Rest };
        var list = await client.GetStringAsync(
            new Uri($"/embed/01J0DEM0HVB000000000000001/users/{user}/activations", UriKind.Relative),
            TestContext.Current.CancellationToken);
        return JsonElement.Parse(list).GetProperty("totalCount").GetInt32();
    }
}
