using System.Collections.Immutable;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Activations.Stores.Mongo.Schema;

/// <summary>What there is to be said of a database without changing it.</summary>
/// <param name="Version">The schema version that is recorded; null where none is.</param>
/// <param name="Oldest">The oldest schema version whose releases can work with it.</param>
/// <param name="IsEmpty">Whether nothing is stored.</param>
/// <param name="MissingIndexes">The indexes that are not there, as collection and name.</param>
/// <param name="Time">The time of the server; null where it does not say.</param>
public sealed record MongoInspection(
    int? Version, int? Oldest, bool IsEmpty, ImmutableArray<string> MissingIndexes, DateTimeOffset? Time)
{
    /// <summary>The schema version that this release needs.</summary>
    public static int Needed => MongoSchema.Current;

    internal static async Task<MongoInspection> OfAsync(MongoConnection connection, CancellationToken cancellationToken)
    {
        var hello = await connection.CallAsync(
            token => connection.Database.RunCommandAsync<BsonDocument>(new BsonDocument("hello", 1), ReadPreference.Primary, token),
            cancellationToken);
        DateTimeOffset? time = hello.TryGetValue("localTime", out var local) && local.IsBsonDateTime
            ? DateTimeOffset.FromUnixTimeMilliseconds(local.AsBsonDateTime.MillisecondsSinceEpoch)
            : null;
        var schema = new MongoSchema(connection);
        var record = await schema.ReadAsync(cancellationToken);
        var isEmpty = await schema.IsEmptyAsync(cancellationToken);
        return new MongoInspection(
            record?.Version, record?.Oldest, isEmpty, await MongoIndexes.FindMissingAsync(connection, cancellationToken), time);
    }
}
