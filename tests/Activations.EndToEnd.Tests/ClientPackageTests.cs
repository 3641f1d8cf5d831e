using System.IO.Compression;
using System.Text.RegularExpressions;
using Activations.EndToEnd.Tests.Service;
using Activations.Processes;

namespace Activations.EndToEnd.Tests;

/// <summary>The packages, used as somebody who has nothing else uses them.</summary>
public sealed partial class ClientPackageTests(ClientPackageTests.Packages packages) : IClassFixture<ClientPackageTests.Packages>
{
    [Fact]
    public async Task The_READMEs_sample_is_built_from_the_packages_in_an_empty_folder_and_prints_what_it_says()
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo");
        var sample = Directory.CreateDirectory(Path.Combine(folder.Path, "sample")).FullName;
        await WriteAsync(sample, "nuget.config", Readme.BlockOf("the sample's sources")
            .Replace("/path/to/this/repository/artifacts/packages", packages.Folder, StringComparison.Ordinal));
        await WriteAsync(sample, "sample.cs", Readme.BlockOf("the sample")
            .Replace("127.0.0.1:8081", service.Grpc.Authority, StringComparison.Ordinal));

        // A package folder of its own, so that no earlier package of the same version is taken instead.
        var (exitCode, output) = await Shell.RunAsync(
            """
            export NUGET_FALLBACK_PACKAGES="${NUGET_PACKAGES:-$HOME/.nuget/packages}"
            export NUGET_PACKAGES="$PWD/packages"
            dotnet run sample.cs
            """,
            sample);

        Assert.True(exitCode == 0, output);
        Assert.Equal(ShapeOf(Readme.OutputOf("the sample")), ShapeOf(output.TrimEnd()));
        Assert.True(Directory.Exists(Path.Combine(sample, "packages", "activations.client")));
    }

    [Fact]
    public async Task The_packages_say_what_they_are_and_hold_the_protos()
    {
        var (contracts, contractsFiles) = await ReadAsync("Activations.Contracts");
        var (client, clientFiles) = await ReadAsync("Activations.Client");

        foreach (var specification in new[] { contracts, client })
        {
            Assert.Contains("<license type=\"expression\">MIT</license>", specification, StringComparison.Ordinal);
            Assert.Contains("<readme>README.md</readme>", specification, StringComparison.Ordinal);
            Assert.Matches("<description>[^<]{20,}</description>", specification);
        }

        var version = Regex.Match(contracts, "<version>(.*?)</version>").Groups[1].Value;
        Assert.Contains($"<dependency id=\"Activations.Contracts\" version=\"{version}\"", client, StringComparison.Ordinal);
        Assert.Contains("lib/net10.0/Activations.Client.xml", clientFiles);
        var protos = Path.Combine(Repository.Root, "protos");
        Assert.Equal(
            Directory.EnumerateFiles(Path.Combine(protos, "activations"), "*.proto", SearchOption.AllDirectories)
                .Select(file => "content/protos/" + Path.GetRelativePath(protos, file)).Order(),
            contractsFiles.Where(file => file.EndsWith(".proto", StringComparison.Ordinal)).Order());
    }

    private async Task<(string Specification, IReadOnlyList<string> Files)> ReadAsync(string package)
    {
        var file = Assert.Single(Directory.GetFiles(packages.Folder, $"{package}.*.nupkg"));
        await using var archive = await ZipFile.OpenReadAsync(file, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(archive.GetEntry($"{package}.nuspec")!.Open());
        return (
            await reader.ReadToEndAsync(TestContext.Current.CancellationToken),
            [.. archive.Entries.Select(entry => entry.FullName)]);
    }

    private static Task WriteAsync(string folder, string name, string text) =>
        File.WriteAllTextAsync(Path.Combine(folder, name), text, TestContext.Current.CancellationToken);

    private static string ShapeOf(string output) => Ulid.Replace(output, "ULID");

    [GeneratedRegex("01[0-9A-HJKMNP-TV-Z]{24}")]
    private static partial Regex Ulid { get; }

    /// <summary>The packages of what was built with these tests.</summary>
    public sealed class Packages : IAsyncLifetime
    {
        private readonly TemporaryFolder folder = new();

        /// <summary>Where they are.</summary>
        public string Folder => folder.Path;

        public async ValueTask InitializeAsync()
        {
            var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
            foreach (var project in new[] { "Activations.Contracts", "Activations.Client" })
            {
                var (exitCode, output) = await Shell.RunAsync(
                    $"dotnet pack {Repository.Root}/src/{project} --no-build -c {configuration} -o {Folder}");
                Assert.True(exitCode == 0, output);
            }
        }

        public ValueTask DisposeAsync()
        {
            folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
