using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.Json;
using Activations.Processes;

namespace Activations.EndToEnd.Tests;

/// <summary>The commands of the executable, while a service runs and while none does.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CommandLineTests : IDisposable
{
    private const string Hub = "01J0DEM0HVB000000000000001";
    private const string Organisation = "01J0DEM00RG000000000000001";

    private readonly TemporaryFolder folder = new();

    private string Socket => Path.Combine(folder.Path, "data", "activations.db.sock");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_is_made_listed_and_revoked(bool isServed)
    {
        await using var service = isServed ? await ServiceProcess.StartAsync(folder.Path, "--demo") : null;

        var made = await RunAsync(
            "keys", "create", "--organisation", Organisation, "--scope", "read", "--scope", "admin", "--name", "a back end", "--expires", "90d");
        Assert.Equal(0, made.ExitCode);
        Assert.Matches("^ak_[0-9A-Z]{26}_[A-Za-z0-9_-]{43}\n$", made.Output); // the key alone, for KEY=$(…)
        var id = made.Output[3..29];
        Assert.Contains(id, made.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(made.Output.Trim(), made.Error, StringComparison.Ordinal);

        var revoked = await RunAsync("keys", "revoke", id);
        Assert.Equal((0, ""), (revoked.ExitCode, revoked.Output));

        var listed = await RunAsync("keys", "list", "--organisation", Organisation, "--json");
        var key = JsonElement.Parse(listed.Output).EnumerateArray().Single(key => key.GetProperty("id").GetString() == id);
        Assert.Equal("a back end", key.GetProperty("name").GetString());
        Assert.Equal(["read", "admin"], key.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()));
        Assert.True(key.TryGetProperty("revokedAt", out _) && key.TryGetProperty("expiresAt", out _));
        var table = await RunAsync("keys", "list");
        Assert.StartsWith("ID ", table.Output, StringComparison.Ordinal);
        Assert.Matches($"\n{id}  a back end .* revoked 2", table.Output);
        if (service is not null)
            Assert.Contains($"created API key {id}", service.Output, StringComparison.Ordinal); // by the service that runs
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_signing_key_is_registered_listed_and_deleted(bool isServed)
    {
        await using var service = await ServiceProcess.StartAsync(folder.Path, "--demo");
        if (!isServed)
            await service.StopAsync();
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var id = Ulid.NewUlid().ToString();
        string[] create = ["signing-keys", "create", "--hub", Hub, "--name", "website", "--public-key"];
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "public.pem"), pair.ExportSubjectPublicKeyInfoPem(), TestContext.Current.CancellationToken);

        var fromFile = await RunAsync([.. create, "public.pem", "--id", id]);
        var fromInput = await CommandRun.OfAsync(folder.Path, pair.ExportSubjectPublicKeyInfoPem(), [.. create, "-"]);
        var secret = await CommandRun.OfAsync(folder.Path, pair.ExportPkcs8PrivateKeyPem(), [.. create, "-"]);
        var listed = await RunAsync("signing-keys", "list", "--hub", Hub);
        var deleted = await RunAsync("signing-keys", "delete", id);
        var after = await RunAsync("signing-keys", "list", "--hub", Hub, "--json");

        Assert.Equal((0, $"{id}\n"), (fromFile.ExitCode, fromFile.Output));
        Assert.Equal(0, fromInput.ExitCode);
        Assert.Equal((1, ""), (secret.ExitCode, secret.Output));
        Assert.Contains("publicKey: is a private key", secret.Error, StringComparison.Ordinal);
        Assert.Matches($"{id}  website +ES256", listed.Output);
        Assert.Equal(0, deleted.ExitCode);
        Assert.Equal(
            [fromInput.Output.Trim()],
            JsonElement.Parse(after.Output).EnumerateArray().Select(key => key.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task The_socket_is_its_owners_alone_and_gone_after_a_stop()
    {
        await using var service = await ServiceProcess.StartAsync(folder.Path);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Socket));
        Assert.Equal(0, await service.StopAsync());

        Assert.False(File.Exists(Socket));
    }

    [Fact]
    public async Task After_a_kill_the_next_command_and_the_next_service_take_the_place_of_the_socket()
    {
        await using (var killed = await ServiceProcess.StartAsync(folder.Path))
            await killed.KillAsync();
        Assert.True(File.Exists(Socket));

        Assert.Equal(0, (await RunAsync("keys", "list")).ExitCode);
        Assert.False(File.Exists(Socket));
        await using (var again = await ServiceProcess.StartAsync(folder.Path))
            await again.KillAsync();
        await using var service = await ServiceProcess.StartAsync(folder.Path);

        Assert.Equal(0, (await RunAsync("keys", "list")).ExitCode);
        Assert.Equal(0, await service.StopAsync());
    }

    [Fact]
    public async Task Commands_on_one_store_that_run_one_after_the_other_meet_the_same_keys()
    {
        string[] elsewhere = ["--Activations:Store:Sqlite:Path=other.db"];

        await RunAsync([.. elsewhere, "keys", "create", "--organisation", Organisation, "--scope", "read", "--name", "a"]);
        var there = await RunAsync(["keys", "list", "--json", .. elsewhere]);
        var here = await RunAsync("keys", "list", "--json");

        Assert.Single(JsonElement.Parse(there.Output).EnumerateArray());
        Assert.Equal((1, ""), (here.ExitCode, here.Output)); // there is none
    }

    [Theory]
    [InlineData("export out.ndjson")]
    [InlineData("export -")]
    [InlineData("keys list")]
    [InlineData($"signing-keys list --hub {Hub}")]
    public async Task A_command_that_only_reads_makes_no_database(string line)
    {
        var run = await RunAsync(line.Split(' '));

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Matches("^There is no database '.*activations.db'. Activations:Store:Sqlite:Path names it.\n$", run.Error);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task What_the_service_refuses_is_said_field_by_field_with_exit_code_1()
    {
        var invalid = await RunAsync("keys", "create", "--organisation", "nonsense", "--scope", "sing", "--name", "a");
        var unknown = await RunAsync("keys", "revoke", Ulid.NewUlid().ToString());
        var noFile = await RunAsync("signing-keys", "create", "--hub", Hub, "--name", "a", "--public-key", "nothing.pem");

        Assert.Equal((1, "", 1, "", 1), (invalid.ExitCode, invalid.Output, unknown.ExitCode, unknown.Output, noFile.ExitCode));
        Assert.Contains("  organisationId: must be a ULID", invalid.Error, StringComparison.Ordinal);
        Assert.Contains("  scopes[0]: must be one of", invalid.Error, StringComparison.Ordinal);
        Assert.Contains("There is no such API key.", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("nothing.pem", noFile.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense", "nonsense")]
    [InlineData("keys", "command")]
    [InlineData("keys nonsense", "nonsense")]
    [InlineData("keys create --name a", "--organisation")]
    [InlineData("keys create --organisation a --scope read --name a --expires soon", "--expires")]
    [InlineData("keys list --nonsense", "--nonsense")]
    [InlineData("keys revoke", "revoke")]
    [InlineData("--demo keys list", "--demo")]
    [InlineData("import", "import")]
    [InlineData("serve nonsense", "nonsense")]
    [InlineData("export ", "Name a file.")]
    [InlineData("import ", "Name a file.")]
    [InlineData("import in.ndjson --errors ", "Name a file.")]
    [InlineData("signing-keys create --hub a --name a --public-key ", "Name a file.")]
    [InlineData("--nonsense", "--nonsense")]
    public async Task A_command_line_that_is_not_understood_ends_with_exit_code_2(string line, string named)
    {
        var run = await RunAsync(line.Split(' '));

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "data")));
    }

    [Theory]
    [InlineData("--help", "signing-keys")]
    [InlineData("keys create --help", "KEY=$(")]
    [InlineData("signing-keys create --help", "openssl")]
    [InlineData("secrets rotate --help", "Ctrl+C")]
    [InlineData("--help", "Exit codes: 0 done")]
    [InlineData("serve --help", "SIGTERM")]
    [InlineData("demo --help", "serve --demo")]
    [InlineData("export --help", "gzip")]
    [InlineData("import --help", "gunzip")]
    [InlineData("migrate --help", "mongodb")]
    [InlineData("check --help", "FAIL")]
    public async Task Help_says_what_there_is_with_examples(string line, string part)
    {
        var run = await RunAsync(line.Split(' '));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(part, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_for_secrets_is_new_each_time_and_nothing_is_stored()
    {
        var (one, other) = (await RunAsync("secrets", "generate-key"), await RunAsync("secrets", "generate-key"));

        Assert.Matches("^[0-9A-Z]{26}:[A-Za-z0-9+/]{43}=\n$", one.Output);
        Assert.NotEqual(one.Output, other.Output);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private Task<CommandRun> RunAsync(params string[] args) => CommandRun.OfAsync(folder.Path, args);
}
