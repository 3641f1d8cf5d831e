using System.Collections.Immutable;
using Activations.Access;
using Activations.EndUsers;
using Activations.Hubs;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Stores.Mongo.Access;
using Activations.Stores.Mongo.EndUsers;
using Activations.Stores.Mongo.Hubs;
using Activations.Stores.Mongo.Integrations;
using Activations.Stores.Mongo.Schema;

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
    /// <exception cref="StoreUnusableException">
    /// The connection string can't be read or would break a guarantee, or the name of the database can't be used.
    /// </exception>
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

    /// <summary>What is in force of the connection string, in words; none of its hosts and nothing secret.</summary>
    public ImmutableArray<string> ConnectionSettings => connection.Settings.Describe();

    /// <summary>What of the connection string should be looked at, in words; nothing but names of options.</summary>
    public ImmutableArray<string> Warnings => connection.Settings.Warnings;

    /// <inheritdoc />
    public Task PrepareAsync(CancellationToken cancellationToken)
    {
        connection.Watch();
        return connection.ExplainAsync(async () =>
        {
            await new MongoSchema(connection).PrepareAsync(cancellationToken);
            return true;
        });
    }

    /// <summary>
    /// Brings the database up to the schema version of this release, beside services of the release before. Ended at any time
    /// and called again, it goes on.
    /// </summary>
    /// <param name="report">Is told of each batch of documents.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The schema version before; 0 where none was recorded.</returns>
    /// <exception cref="Errors.StoreUnavailableException">The database can't be reached; call it again.</exception>
    /// <exception cref="StoreUnusableException">A newer release wrote the database, or an index can't be had.</exception>
    public Task<int> MigrateAsync(Func<MigrationBatch, Task> report, CancellationToken cancellationToken) =>
        connection.ExplainAsync(() => new MongoMigration(connection, report).RunAsync(cancellationToken));

    /// <summary>Looks at the database without changing it.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="Errors.StoreUnavailableException">The database can't be reached.</exception>
    public Task<MongoInspection> InspectAsync(CancellationToken cancellationToken) =>
        connection.ExplainAsync(() => MongoInspection.OfAsync(connection, cancellationToken));

    /// <inheritdoc />
    public Task PingAsync(CancellationToken cancellationToken) => connection.ExplainAsync(async () =>
    {
        await connection.PingAsync(cancellationToken);
        return true;
    });

    /// <inheritdoc />
    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
