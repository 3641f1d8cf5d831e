using Activations.Telemetry;
using MongoDB.Driver.Core.Events;

namespace Activations.Stores.Mongo;

/// <summary>Where the MongoDB store keeps its data.</summary>
public sealed class MongoStoreOptions
{
    /// <summary>
    /// The connection string (<c>mongodb://</c> or <c>mongodb+srv://</c>). Secret: no message shows any of it. Its options are
    /// followed; those that would break a guarantee of the store are refused.
    /// </summary>
    public required string ConnectionString { get; init; }

    /// <summary>The database, whatever the connection string names: 1–63 bytes, none of <c>/\. "$*&lt;&gt;:|?</c>.</summary>
    public string Database { get; init; } = "activations";

    /// <summary>Is shown each command before it is sent. It may hold what end users store.</summary>
    internal Action<CommandStartedEvent>? WatchCommands { get; init; }

    /// <summary>What measures the store's calls; null for nothing. Spans are the driver's own.</summary>
    public Instruments? Instruments { get; init; }
}
