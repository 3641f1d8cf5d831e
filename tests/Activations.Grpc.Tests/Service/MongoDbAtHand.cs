using Activations.Grpc.Tests.Service;
using Testcontainers.MongoDb;

[assembly: AssemblyFixture(typeof(MongoDbAtHand))]

namespace Activations.Grpc.Tests.Service;

/// <summary>The MongoDB to test against, if there is one: the one that the environment names, or one in Docker.</summary>
public sealed class MongoDbAtHand : IAsyncDisposable
{
    /// <summary>Why the tests of the MongoDB store are skipped.</summary>
    public const string SkipReason =
        "No MongoDB at hand: set ACTIVATIONS_TEST_MONGODB to a connection string, or start a Docker engine.";

    private readonly Lazy<Task<MongoDbContainer>> container = new(StartAsync);

    private static string? Given => Environment.GetEnvironmentVariable("ACTIVATIONS_TEST_MONGODB");

    private static bool HasDocker =>
        File.Exists("/var/run/docker.sock") || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DOCKER_HOST"));

    /// <summary>The connection string; null where there is no MongoDB.</summary>
    public async Task<string?> FindAsync()
    {
        if (!string.IsNullOrEmpty(Given))
            return Given;
        return HasDocker ? (await container.Value).GetConnectionString() : null;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (container.IsValueCreated)
            await (await container.Value).DisposeAsync();
    }

    private static async Task<MongoDbContainer> StartAsync()
    {
        var started = new MongoDbBuilder("mongo:8.0").WithReplicaSet().Build();
        await started.StartAsync();
        return started;
    }
}
