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
    public void What_is_deployed_has_the_same_version_everywhere()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "deploy"), "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".yaml" or ".md");

        var found = files.SelectMany(path => Image().Matches(File.ReadAllText(path))).ToList();

        Assert.All(found, match => Assert.Equal(Newest(), match.Groups["version"].Value));
        Assert.Equal( // the overlays' images, the Job and how it is deleted, what compose starts, and how both are published
            ["-activations:", "ContainerImageTag=", "activations-migrate-", "newTag: "],
            found.Select(match => match.Groups["place"].Value).Distinct().Order(StringComparer.Ordinal));
    }

    private static string Newest() =>
        Heading().Match(File.ReadAllText(Path.Combine(Repository.Root, "CHANGELOG.md"))).Groups["version"].Value;

    [GeneratedRegex(@"(?<place>newTag: |activations-migrate-|-activations:|ContainerImageTag=)(?<version>[\d.]+)")]
    private static partial Regex Image();

    [GeneratedRegex(@"^## (?<version>\d+\.\d+\.\d+)", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
