using System.Text.RegularExpressions;
using Activations.EndToEnd.Tests.Service;
using Activations.Processes;

namespace Activations.EndToEnd.Tests;

/// <summary>What is released is what the changelog is about.</summary>
public sealed partial class VersionTests
{
    [Fact]
    public async Task The_newest_version_in_the_changelog_is_the_executables_and_the_READMEs()
    {
        using var folder = new TemporaryFolder();
        var newest = Newest();

        var run = await CommandRun.OfAsync(folder.Path, "--version");

        Assert.Equal(newest, run.Output.Split('+')[0].Trim()); // behind '+' is the commit
        Assert.Contains($"#:package Activations.Client@{newest}", Readme.BlockOf("the sample"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_manifests_name_the_same_version()
    {
        var overlays = Directory.GetFiles(
            Path.Combine(Repository.Root, "deploy", "kubernetes", "overlays"), "*.yaml", SearchOption.AllDirectories);

        var versions = overlays.SelectMany(path => Image().Matches(File.ReadAllText(path))).Select(found => found.Groups["version"].Value);

        Assert.Equal([Newest(), Newest(), Newest()], versions); // both images, and the name of the Job
    }

    private static string Newest() =>
        Heading().Match(File.ReadAllText(Path.Combine(Repository.Root, "CHANGELOG.md"))).Groups["version"].Value;

    [GeneratedRegex(@"(newTag: |name: activations-migrate-)(?<version>\S+)")]
    private static partial Regex Image();

    [GeneratedRegex(@"^## (?<version>\d+\.\d+\.\d+)", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
