using System.Text.Json;
using System.Text.RegularExpressions;
using Activations.EndToEnd.Tests.Service;
using Activations.Processes;

namespace Activations.EndToEnd.Tests.Deployment;

/// <summary>What a deployment starts the service with.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="Files">The names of the files in the settings folder.</param>
/// <param name="Folder">The settings folder.</param>
internal sealed partial record DeploymentSettings(Dictionary<string, string> Environment, string[] Files, string Folder)
{
    private static readonly string Deploy = Path.Combine(Repository.Root, "deploy");

    /// <summary>Reads them out of the files of a deployment.</summary>
    /// <param name="place">The path below <c>deploy/</c>.</param>
    public static async Task<DeploymentSettings> OfAsync(string place)
    {
        if (place == "systemd")
            return OfUnit();
        NodePackages.Require("kustomize", "yaml");
        var (exitCode, output) = await Shell.RunAsync(
            $"node {Path.Combine(NodePackages.Folder, "deploy", "settings.mjs")} {Path.Combine(Deploy, place)}");
        Assert.True(exitCode == 0, output);
        return JsonSerializer.Deserialize<DeploymentSettings>(output, JsonSerializerOptions.Web)!;
    }

    /// <summary>The same, with each path in a folder of the test's, where the files are written.</summary>
    public async Task<ServiceLaunch> InAsync(TemporaryFolder folder, string connectionString, params string[] args)
    {
        var settings = Directory.CreateDirectory(Path.Combine(folder.Path, "settings")).FullName;
        foreach (var name in Files)
        {
            var text = name.EndsWith("ConnectionString", StringComparison.Ordinal)
                ? connectionString
                : (await CommandRun.OfAsync(folder.Path, "secrets", "generate-key")).Output;
            await File.WriteAllTextAsync(Path.Combine(settings, name), text, TestContext.Current.CancellationToken);
        }

        return new ServiceLaunch(folder.Path)
        {
            Args = args,
            Environment = Environment.ToDictionary(
                variable => variable.Key,
                variable => variable.Value == Folder ? settings
                    : variable.Value.StartsWith('/') ? Path.Combine(folder.Path, Path.GetFileName(variable.Value))
                    : variable.Value),
        };
    }

    private static DeploymentSettings OfUnit()
    {
        var unit = File.ReadAllText(Path.Combine(Deploy, "systemd", "activations.service"));
        var example = File.ReadAllText(Path.Combine(Deploy, "systemd", "activations.env"));
        return new DeploymentSettings(
            EnvironmentLine.Matches(unit).Concat(ExampleLine.Matches(example))
                .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value),
            [.. CredentialLine.Matches(unit).Select(match => match.Groups[1].Value)],
            "%d");
    }

    [GeneratedRegex("^Environment=(\\w+)=(.*)$", RegexOptions.Multiline)]
    private static partial Regex EnvironmentLine { get; }

    [GeneratedRegex("^#?(Activations__\\w+)=(.*)$", RegexOptions.Multiline)]
    private static partial Regex ExampleLine { get; }

    [GeneratedRegex("^LoadCredential=(\\w+):", RegexOptions.Multiline)]
    private static partial Regex CredentialLine { get; }
}
