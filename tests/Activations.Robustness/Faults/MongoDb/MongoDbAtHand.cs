using System.Net;
using MongoDB.Driver;

namespace Activations.Robustness.Faults.MongoDb;

/// <summary>A MongoDB that somebody else runs, to test against as well; a database of the test's own in it.</summary>
internal sealed class MongoDbAtHand : IAsyncDisposable
{
    /// <summary>Why the tests that need one are skipped.</summary>
    public const string SkipReason = "No MongoDB at hand: set ACTIVATIONS_TEST_MONGODB to a connection string.";

    private MongoDbAtHand(string connectionString) => ConnectionString = connectionString;

    /// <summary>How it is reached.</summary>
    public string ConnectionString { get; }

    /// <summary>Where it listens.</summary>
    public EndPoint EndPoint
    {
        get
        {
            var server = new MongoUrl(ConnectionString).Server;
            return IPAddress.TryParse(server.Host, out var address)
                ? new IPEndPoint(address, server.Port)
                : new DnsEndPoint(server.Host, server.Port);
        }
    }

    public string Database { get; } = $"activations_{Guid.NewGuid():N}";

    /// <summary>The one that the environment names, if it names one.</summary>
    public static MongoDbAtHand? Find() =>
        Environment.GetEnvironmentVariable("ACTIVATIONS_TEST_MONGODB") is { Length: > 0 } given ? new MongoDbAtHand(given) : null;

    /// <summary>How the service reaches it through a proxy.</summary>
    public string Through(FaultProxy proxy) => new MongoUrlBuilder(ConnectionString)
    {
        Server = new MongoServerAddress(proxy.EndPoint.Address.ToString(), proxy.EndPoint.Port),
        DirectConnection = true,
    }.ToString();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        using var client = new MongoClient(ConnectionString);
        await client.DropDatabaseAsync(Database);
    }
}
