using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Activations.EndToEnd.Tests.Deployment;
using Activations.EndToEnd.Tests.Service;
using Activations.Processes;

[assembly: AssemblyFixture(typeof(Publishes))]

namespace Activations.EndToEnd.Tests.Deployment;

/// <summary>The service as it is published, made once for all tests, in a folder of its own and with the READMEs' commands.</summary>
public sealed partial class Publishes : IDisposable
{
    private const string Project = "src/Activations.Grpc";
    private const string Switch = "ACTIVATIONS_TEST_PUBLISH";

    private readonly TemporaryFolder folder = new();
    private readonly Lazy<Task<PublishedImage>> image;
    private readonly Lazy<Task<string>> singleFile;

    public Publishes()
    {
        image = new(() => Task.Run(PublishImageAsync));
        singleFile = new(() => Task.Run(PublishSingleFileAsync));
    }

    /// <summary>The image; where nobody wants to wait for it, the test is skipped.</summary>
    internal Task<PublishedImage> ImageAsync()
    {
        SkipUnlessWanted();
        return image.Value;
    }

    /// <summary>The folder of the publish that needs a runtime: what went into the image.</summary>
    internal async Task<string> FrameworkDependentAsync()
    {
        await ImageAsync();
        return Path.Combine(folder.Path, "artifacts", "publish", "Activations.Grpc", "release");
    }

    /// <summary>The folder of the publish that brings its runtime along.</summary>
    internal Task<string> SingleFileAsync()
    {
        SkipUnlessWanted();
        return singleFile.Value;
    }

    public void Dispose() => folder.Dispose();

    private static void SkipUnlessWanted() => Assert.SkipUnless(
        Environment.GetEnvironmentVariable(Switch) == "true", $"Set {Switch} to true to run this test: publishing takes minutes.");

    private async Task<PublishedImage> PublishImageAsync()
    {
        await using var registry = await BaseImageRegistry.StartAsync();
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy", "README.md"));
        var archive = Path.Combine(folder.Path, "image.tar");
        await PublishAsync(
            $"{ImageArguments().Match(readme).Value} -p:ContainerBaseImage={registry.Authority}/base:1 -p:ContainerArchiveOutputPath={archive}",
            $"DOTNET_CONTAINER_INSECURE_REGISTRIES={registry.Authority}");
        return await PublishedImage.ReadAsync(archive, Path.Combine(folder.Path, "image"));
    }

    private async Task<string> PublishSingleFileAsync()
    {
        await image.Value; // one after the other: they build the same projects
        var target = Path.Combine(folder.Path, "single");
        await PublishAsync($"-r linux-x64 --self-contained -p:PublishSingleFile=true -p:PublishReadyToRun=true -o {target}");
        return target;
    }

    /// <summary>Publishes, without the analyzers, which have seen the same code in the build of these tests.</summary>
    private async Task PublishAsync(string arguments, string environment = "")
    {
        var (exitCode, output) = await Shell.RunAsync(
            $"{environment} dotnet publish {Project} {arguments} --artifacts-path {Path.Combine(folder.Path, "artifacts")} -p:RunAnalyzers=false -v q",
            Repository.Root,
            TimeSpan.FromMinutes(8));
        Assert.True(exitCode == 0, output);
    }

    [GeneratedRegex("/t:PublishContainer.*$", RegexOptions.Multiline)]
    private static partial Regex ImageArguments();
}

/// <summary>An image that was written as a file (OCI image layout), unpacked.</summary>
/// <param name="Name">Its name and tag.</param>
/// <param name="Config">Its configuration, such as <c>User</c> and <c>Env</c>.</param>
/// <param name="Root">The folder with the files of all its layers.</param>
internal sealed record PublishedImage(string Name, JsonNode Config, string Root)
{
    /// <summary>Unpacks it.</summary>
    public static async Task<PublishedImage> ReadAsync(string archive, string folder)
    {
        var layout = Directory.CreateDirectory(Path.Combine(folder, "layout")).FullName;
        var root = Directory.CreateDirectory(Path.Combine(folder, "root")).FullName;
        await TarFile.ExtractToDirectoryAsync(archive, layout, overwriteFiles: true);

        var manifest = await ReadJsonAsync(Path.Combine(layout, "index.json"));
        var name = manifest["manifests"]![0]!["annotations"]!["io.containerd.image.name"]!.GetValue<string>()
            .Replace("docker.io/library/", "", StringComparison.Ordinal); // which Docker adds to each name without a registry
        while (manifest["manifests"] is { } manifests)
            manifest = await ReadJsonAsync(BlobOf(layout, manifests[0]!));
        foreach (var layer in manifest["layers"]!.AsArray())
        {
            await using var file = File.OpenRead(BlobOf(layout, layer!));
            await using var gzip = new GZipStream(file, CompressionMode.Decompress);
            await TarFile.ExtractToDirectoryAsync(gzip, root, overwriteFiles: true);
        }

        return new PublishedImage(name, (await ReadJsonAsync(BlobOf(layout, manifest["config"]!)))["config"]!, root);
    }

    private static string BlobOf(string layout, JsonNode descriptor) =>
        Path.Combine(layout, "blobs", descriptor["digest"]!.GetValue<string>().Replace(':', '/'));

    private static async Task<JsonNode> ReadJsonAsync(string path) => JsonNode.Parse(await File.ReadAllTextAsync(path))!;
}
