using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Activations.EndToEnd.Tests.Service;
using Activations.Processes;

namespace Activations.EndToEnd.Tests.Browser;

/// <summary>A browser without a window, for one page.</summary>
internal sealed partial class Chromium(string path)
{
    private static readonly string[] Switches =
    [
        "--headless",
        "--no-sandbox", // root, as in a container, has none
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        "--virtual-time-budget=10000", // stands still while an answer is awaited
        "--dump-dom",
    ];

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>The browser of this machine; skips where there is none.</summary>
    public static Chromium AtHand()
    {
        if (Environment.GetEnvironmentVariable("ACTIVATIONS_TEST_CHROMIUM") is { Length: > 0 } given)
            return new Chromium(given);
        var found = Shell.Find("chromium");
        if (found is null)
            Assert.Skip("No Chromium at hand: set ACTIVATIONS_TEST_CHROMIUM to its path, as .ci/run does.");
        return new Chromium(found);
    }

    /// <summary>Opens a page and answers the JSON that its script left in <c>#outcome</c>.</summary>
    public async Task<JsonElement> OutcomeOfAsync(Uri page)
    {
        var (exitCode, output, errors) = await OpenAsync(page);

        var outcome = Outcome.Match(output);
        Assert.True(exitCode == 0 && outcome.Success, output + errors);
        return JsonElement.Parse(WebUtility.HtmlDecode(outcome.Groups[1].Value));
    }

    private async Task<(int ExitCode, string Output, string Errors)> OpenAsync(Uri page)
    {
        using var profile = new TemporaryFolder();
        using var process = Process.Start(
            new ProcessStartInfo(path, [.. Switches, $"--user-data-dir={profile.Path}", page.AbsoluteUri])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var errors = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    [GeneratedRegex("<pre id=\"outcome\">(\\{.*?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Outcome { get; }
}
