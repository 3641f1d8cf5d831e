using System.Text.Json;
using Activations.EndToEnd.Tests.Browser;
using Activations.EndToEnd.Tests.Service;
using Activations.Processes;

namespace Activations.EndToEnd.Tests;

/// <summary>The docs page in a real browser: <c>tests/node/docs</c>.</summary>
public sealed class DocsPageTests
{
    private static readonly string[] Pictures = ["1280-light", "1280-dark", "390-light", "390-dark"];

    [Fact]
    public async Task The_docs_page_shows_the_API_asks_nobody_else_and_makes_the_demo_activation()
    {
        var browser = Chromium.AtHand();
        NodePackages.Require("playwright-core");
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo");
        // Somebody who wants to look at the page names a folder for its pictures.
        var pictures = Environment.GetEnvironmentVariable("ACTIVATIONS_TEST_SCREENSHOTS") is { Length: > 0 } given ? given : folder.Path;

        var (exitCode, output) = await Shell.RunAsync(
            $"node docs/docs-page.mjs {service.Rest.GetLeftPart(UriPartial.Authority)} '{browser.Path}' '{pictures}'", NodePackages.Folder);

        Assert.True(exitCode == 0, output);
        var outcome = JsonElement.Parse(output.TrimEnd().Split('\n')[^1]);
        Assert.Equal([], outcome.GetProperty("elsewhere").EnumerateArray().Select(address => address.GetString()));
        Assert.Equal([], outcome.GetProperty("errors").EnumerateArray().Select(error => error.GetString()));
        Assert.Equal(200, outcome.GetProperty("status").GetInt32());
        Assert.Equal(outcome.GetProperty("activation").GetString(), await ActivationOfAsync(service, "second-user"));
        Assert.All(
            Pictures,
            name => Assert.True(new FileInfo(Path.Combine(pictures, $"docs-{name}.png")).Length > 10_000, name));
    }

    /// <summary>The one activation of "Ping" that a user has, as the API has it.</summary>
    private static async Task<string?> ActivationOfAsync(ServiceProcess service, string user)
    {
        using var client = new HttpClient { BaseAddress = service.Rest };
        var list = await client.GetStringAsync(
            new Uri(
                $"/embed/01J0DEM0HVB000000000000001/users/{user}/activations?integration_id=01J0DEM01NT000000000000003",
                UriKind.Relative),
            TestContext.Current.CancellationToken);
        return JsonElement.Parse(list).GetProperty("activations").EnumerateArray().Single().GetProperty("id").GetString();
    }
}
