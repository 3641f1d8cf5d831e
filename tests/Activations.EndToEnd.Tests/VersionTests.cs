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
        var changelog = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "CHANGELOG.md"), TestContext.Current.CancellationToken);

        var newest = Heading().Match(changelog).Groups["version"].Value;
        var run = await CommandRun.OfAsync(folder.Path, "--version");

        Assert.Equal(newest, run.Output.Split('+')[0].Trim()); // behind '+' is the commit
        Assert.Contains($"#:package Activations.Client@{newest}", Readme.BlockOf("the sample"), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^## (?<version>\d+\.\d+\.\d+)", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
