using Activations.Access;
using Activations.EndUsers;
using Activations.Hubs;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Stores.Mongo.Access;
using Activations.Stores.Mongo.EndUsers;
using Activations.Stores.Mongo.Hubs;
using Activations.Stores.Mongo.Integrations;

namespace Activations.Stores.Mongo;

/// <summary>
/// Keeps the aggregates in MongoDB 4.4 or newer: one document each, so that one write of one document carries every
/// guarantee, on a standalone server, a replica set and a sharded cluster alike.
/// </summary>
public sealed class MongoStore : IStore
{
    private readonly MongoConnection connection;

    /// <summary>Makes a store. Nothing is sent before the first call.</summary>
    /// <param name="options">Where the data is.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="StoreUnusableException">The connection string or the name of the database can't be used.</exception>
    public MongoStore(MongoStoreOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        connection = new MongoConnection(options, time);
        var writes = new Writes(connection, new UlidSource(time), time);
        Hubs = new MongoHubs(connection, writes);
        Integrations = new MongoIntegrations(connection, writes);
        EndUsers = new MongoEndUsers(connection, writes);
        ApiKeys = new MongoApiKeys(connection, writes);
        SigningKeys = new MongoSigningKeys(connection, writes);
    }

    /// <inheritdoc />
    public IHubStore Hubs { get; }

    /// <inheritdoc />
    public IIntegrationStore Integrations { get; }

    /// <inheritdoc />
    public IEndUserStore EndUsers { get; }

    /// <inheritdoc />
    public IApiKeyStore ApiKeys { get; }

    /// <inheritdoc />
    public ISigningKeyStore SigningKeys { get; }

    /// <inheritdoc />
    public Task PrepareAsync(CancellationToken cancellationToken)
    {
        connection.Watch();
        return MongoIndexes.EnsureAsync(connection, cancellationToken);
    }

    /// <inheritdoc />
    public Task PingAsync(CancellationToken cancellationToken) => connection.PingAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
