using Activations.Stores.Mongo.Access;
using Activations.Stores.Mongo.EndUsers;
using Activations.Stores.Mongo.Hubs;
using Activations.Stores.Mongo.Integrations;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Activations.Stores.Mongo.Schema;

/// <summary>
/// The schema version of the database, recorded in one document. It says that every document and every index is at least as
/// that version has it, and from which version on releases can work with what is there.
/// </summary>
/// <param name="connection">The database.</param>
internal sealed class MongoSchema(MongoConnection connection)
{
    /// <summary>The collection with the record.</summary>
    public const string Collection = "meta";

    /// <summary>The version that this release makes and needs.</summary>
    public const int Current = 1;

    /// <summary>The oldest version whose releases can work with what this release writes.</summary>
    private const int OldestWorking = 1;

    private const string Record = "schema";
    private const string Version = "version";
    private const string Oldest = "oldest";

    private static readonly string[] Collections =
    [
        MongoHubs.Collection, MongoIntegrations.Collection, MongoEndUsers.Collection, MongoApiKeys.Collection,
        MongoSigningKeys.Collection,
    ];

    private static BsonDocument Key => new(BsonValues.IdField, Record);

    /// <summary>Makes an empty database ready; ends the start on one that this release can't work with.</summary>
    /// <exception cref="StoreUnusableException">It is newer, or not migrated.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        // In this order: a replica that finds it empty too records the version before it stores anything.
        var isEmpty = await IsEmptyAsync(cancellationToken);
        var record = await ReadAsync(cancellationToken);
        record?.ThrowIfNewer();
        if (!isEmpty && (record is null || record.Version < Current))
        {
            throw new StoreUnusableException(
                $"The MongoDB database has schema version {record?.Version ?? 0}, and this release needs {Current}. Run the command "
                + "'migrate' with the same configuration, then start the service again. Services of the earlier release may go on meanwhile.");
        }

        await MongoIndexes.EnsureAsync(connection, cancellationToken);
        if (record is null || record.Version < Current)
            await WriteAsync(cancellationToken);
    }

    /// <summary>Whether nothing is stored.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellationToken)
    {
        foreach (var name in Collections)
        {
            var isAny = await connection.CallAsync(
                token => connection.Collection(name).Find(new BsonDocument()).Limit(1).AnyAsync(token), cancellationToken);
            if (isAny)
                return false;
        }

        return true;
    }

    /// <summary>Reads the record; null where there is none.</summary>
    public async Task<SchemaRecord?> ReadAsync(CancellationToken cancellationToken)
    {
        var document = await connection.CallAsync<BsonDocument?>(
            async token => await connection.Collection(Collection).Find(Key).FirstOrDefaultAsync(token), cancellationToken);
        return document is null ? null : new SchemaRecord(document[Version].ToInt32(), document[Oldest].ToInt32());
    }

    /// <summary>Records the current version; a newer one stays.</summary>
    public Task WriteAsync(CancellationToken cancellationToken) => connection.CallAsync(
        token => connection.Collection(Collection).UpdateOneAsync(
            Key,
            new BsonDocument("$max", new BsonDocument { { Version, Current }, { Oldest, OldestWorking } }),
            new UpdateOptions { IsUpsert = true },
            token),
        cancellationToken);
}

/// <summary>What is recorded of a database.</summary>
/// <param name="Version">Its schema version.</param>
/// <param name="Oldest">The oldest version whose releases can work with it.</param>
internal sealed record SchemaRecord(int Version, int Oldest)
{
    /// <summary>Ends what was begun if only newer releases can work with the database.</summary>
    /// <exception cref="StoreUnusableException">So it is.</exception>
    public void ThrowIfNewer()
    {
        if (Oldest > MongoSchema.Current)
        {
            throw new StoreUnusableException(
                $"The MongoDB database has schema version {Version}, and this release knows up to {MongoSchema.Current}. Run the newer "
                + "release, or name another database in Activations:Store:MongoDb:Database.");
        }
    }
}
