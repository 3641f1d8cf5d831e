using Activations.Telemetry;

namespace Activations.Stores.Mongo;

/// <summary>Where the MongoDB store keeps its data.</summary>
public sealed class MongoStoreOptions
{
    /// <summary>
    /// The connection string (<c>mongodb://</c> or <c>mongodb+srv://</c>). Secret: no message shows any of it. What it says
    /// about read preference, read concern, write concern and retries is not followed.
    /// </summary>
    public required string ConnectionString { get; init; }

    /// <summary>The database, whatever the connection string names: 1–63 bytes, none of <c>/\. "$*&lt;&gt;:|?</c>.</summary>
    public string Database { get; init; } = "activations";

    /// <summary>What measures the store's calls; null for nothing. Spans are the driver's own.</summary>
    public Instruments? Instruments { get; init; }
}
