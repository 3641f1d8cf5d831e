using Activations.Processes;

namespace Activations.EndToEnd.Tests;

public sealed class StartTests
{
    [Theory]
    [InlineData("Activations:Http:Port", "abc")]
    [InlineData("Activations:Grpc:Port", "70000")]
    [InlineData("Activations:BindAddress", "everywhere")]
    [InlineData("Activations:Store:Provider", "oracle")]
    [InlineData("Activations:Store:Sqlite:Path", "")]
    [InlineData("Activations:Cors:AllowedOrigins", "app.example.com")]
    [InlineData("Activations:Cors:AllowedOrigins", "https://app.example.com/")]
    [InlineData("Activations:Cors:AllowedOrigins", "https://*.example.com")]
    [InlineData("Activations:Cors:AllowedOrigins", "https://me@app.example.com")]
    [InlineData("Activations:Cors:AllowedOrigins", "https://app.example.com, null")]
    [InlineData("Activations:Tls:CertificatePath", "absent.pem")]
    [InlineData("Activations:Tls:ClientCertificates", "maybe")]
    [InlineData("Activations:Limits:MaxBodyBytes", "4 MiB")]
    [InlineData("Activations:Limits:MaxDeadline", "never")]
    public async Task A_bad_value_is_named_and_the_process_ends_before_it_listens(string key, string value)
    {
        using var folder = new TemporaryFolder();

        var (exitCode, output) = await ServiceProcess.RunAsync(folder.Path, null, $"--{key}={value}");

        Assert.Equal(1, exitCode);
        Assert.Contains(key, output, StringComparison.Ordinal);
        Assert.DoesNotContain("REST on", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MongoDb_without_a_connection_string_is_refused_by_its_key()
    {
        using var folder = new TemporaryFolder();
        var environment = new Dictionary<string, string> { ["Activations__Store__Provider"] = "mongodb" };

        var (exitCode, output) = await ServiceProcess.RunAsync(folder.Path, environment);

        Assert.Equal(1, exitCode);
        Assert.Contains("Activations:Store:MongoDb:ConnectionString", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_string_that_cannot_be_read_is_not_printed()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, output) = await ServiceProcess.RunAsync(
            folder.Path,
            null,
            "--Activations:Store:Provider=mongodb",
            "--Activations:Store:MongoDb:ConnectionString=mongodb://me:s3cr3t-marker@[");

        Assert.Equal(1, exitCode);
        Assert.DoesNotContain("s3cr3t-marker", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_string_that_would_lose_acknowledged_writes_is_refused_by_its_option()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, output) = await ServiceProcess.RunAsync(
            folder.Path,
            null,
            "--Activations:Store:Provider=mongodb",
            "--Activations:Store:MongoDb:ConnectionString=mongodb://me:s3cr3t-marker@127.0.0.1:1/?w=1");

        Assert.Equal(1, exitCode);
        Assert.Contains("its option 'w' must be 'majority'", output, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t-marker", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_service_on_the_same_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        await using var first = await ServiceProcess.StartAsync(folder.Path);

        var (exitCode, output) = await ServiceProcess.RunAsync(
            folder.Path, null, "--Activations:Http:Port=0", "--Activations:Grpc:Port=0");

        Assert.Equal(1, exitCode);
        Assert.Contains("Another service uses the database", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_fails_says_why_in_one_sentence_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "a.db"), "nonsense", TestContext.Current.CancellationToken);

        var run = await CommandRun.OfAsync(
            folder.Path, $"--Activations:Secrets:Keys=one:{Convert.ToBase64String(new byte[32])}", "--Activations:Store:Sqlite:Path=a.db");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Matches("^The database '.*a.db' is damaged: [^\n]*\n$", run.Error);
    }

    [Fact]
    public async Task A_MongoDb_that_cannot_be_reached_leaves_the_service_alive_but_not_ready()
    {
        using var folder = new TemporaryFolder();
        await using var service = await ServiceProcess.StartAsync(
            folder.Path,
            "--Activations:Store:Provider=mongodb",
            "--Activations:Store:MongoDb:ConnectionString=mongodb://me:s3cr3t-marker@127.0.0.1:1/?serverSelectionTimeoutMS=200");
        using var client = new HttpClient { BaseAddress = service.Rest };

        using var alive = await client.GetAsync(new Uri("/healthz", UriKind.Relative), TestContext.Current.CancellationToken);
        using var ready = await client.GetAsync(new Uri("/readyz", UriKind.Relative), TestContext.Current.CancellationToken);
        using var call = await client.GetAsync(
            new Uri("/activations/01J0DEM01NT000000000000001", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal((200, 503, 503), ((int)alive.StatusCode, (int)ready.StatusCode, (int)call.StatusCode));
        Assert.NotNull(call.Headers.RetryAfter);
        Assert.DoesNotContain("s3cr3t-marker", service.Output, StringComparison.Ordinal);
    }
}
