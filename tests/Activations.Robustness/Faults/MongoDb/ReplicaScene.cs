using System.Security.Cryptography;
using Activations.Processes;

namespace Activations.Robustness.Faults.MongoDb;

/// <summary>
/// Two services on one MongoDB with a hub and an integration, half-way through a change of the key of secrets: each has both
/// keys, and encrypts with another one. Shared by the tests of a class.
/// </summary>
public abstract class ReplicaScene : IAsyncLifetime
{
    private const string Organisation = "01K0RG00000000000000000000";

    private readonly TemporaryFolder folder = new();
    private Replica? one;
    private Replica? other;

    /// <summary>One of the services; where there is no MongoDB, the test is skipped.</summary>
    internal Replica One
    {
        get
        {
            Assert.SkipWhen(one is null, MongoDbAtHand.SkipReason);
            return one!;
        }
    }

    /// <summary>The other one.</summary>
    internal Replica Other => other ?? throw new InvalidOperationException("There is no MongoDB.");

    /// <summary>The id of a hub.</summary>
    internal string Hub { get; private set; } = "";

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        if (FindTarget() is not var (connectionString, database))
            return;
        string[] store =
        [
            "--Activations:Store:Provider=mongodb", $"--Activations:Store:MongoDb:ConnectionString={connectionString}",
            $"--Activations:Store:MongoDb:Database={database}",
        ];
        var (first, second) = (NewKey("first"), NewKey("second"));
        string[] command = ["keys", "create", "--organisation", Organisation, "--name", "back end"];
        var made = await CommandRun.OfAsync(
            folder.Path, [.. command, "--scope", "read", "--scope", "write", "--scope", "admin", .. store]);
        Assert.True(made.ExitCode == 0, made.Error);
        var credentials = $"Bearer {made.Output.Trim()}";
        one = await Replica.StartAsync(folder.Path, [.. store, $"--Activations:Secrets:Keys={first},{second}"], credentials);
        other = await Replica.StartAsync(folder.Path, [.. store, $"--Activations:Secrets:Keys={second},{first}"], credentials);
        Hub = await AddHubAsync(one);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (one is not null)
            await one.DisposeAsync();
        if (other is not null)
            await other.DisposeAsync();
        await LeaveAsync();
        folder.Dispose();
    }

    /// <summary>Adds a deployed integration without a template, through one of the services.</summary>
    internal async Task<string> AddIntegrationAsync()
    {
        var integration = await One.PostAsync($"/hubs/{Hub}/integrations", new { organisationId = Organisation, name = "plain" });
        Assert.True((await One.PostAsync($"/integrations/{integration.Id}:deploy", new { })).IsSuccess);
        return integration.Id;
    }

    /// <summary>Makes an API key that can read, through one of the services.</summary>
    /// <returns>Its id, and what is sent with it.</returns>
    internal async Task<(string Id, string Credentials)> AddKeyAsync()
    {
        string[] scopes = ["read"];
        var made = await One.PostAsync("/api-keys", new { organisationId = Organisation, name = "another", scopes });
        Assert.Equal(201, made.Status);
        return (made.Body.GetProperty("apiKey").GetProperty("id").GetString()!, $"Bearer {made.Body.GetProperty("key").GetString()}");
    }

    /// <summary>Where the MongoDB is, and the database in it; null where there is none.</summary>
    protected abstract (string ConnectionString, string Database)? FindTarget();

    /// <summary>Leaves the MongoDB as it was.</summary>
    protected abstract ValueTask LeaveAsync();

    private static string NewKey(string id) => $"{id}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}";

    private static async Task<string> AddHubAsync(Replica replica)
    {
        var hub = await replica.PostAsync("/hubs", new
        {
            organisationId = Organisation,
            name = "Shared",
            primaryConnectorId = "01J0DEM0C0N000000000000001",
            authSchemeConfig = new { schemeType = "api-key", name = "X-Api-Key", @in = "header" },
        });
        return hub.Id;
    }
}

/// <summary>On a MongoDB of the suite's own.</summary>
public sealed class MongoPeerReplicaScene : ReplicaScene
{
    private readonly MongoPeer peer = MongoPeer.Start();

    /// <inheritdoc />
    protected override (string ConnectionString, string Database)? FindTarget() => (peer.ConnectionString, "activations");

    /// <inheritdoc />
    protected override ValueTask LeaveAsync() => peer.DisposeAsync();
}

/// <summary>On the MongoDB that the environment names, if it names one.</summary>
public sealed class MongoDbReplicaScene : ReplicaScene
{
    private readonly MongoDbAtHand? atHand = MongoDbAtHand.Find();

    /// <inheritdoc />
    protected override (string ConnectionString, string Database)? FindTarget() =>
        atHand is null ? null : (atHand.ConnectionString, atHand.Database);

    /// <inheritdoc />
    protected override async ValueTask LeaveAsync()
    {
        if (atHand is not null)
            await atHand.DisposeAsync();
    }
}
