using System.Diagnostics;
using System.Diagnostics.Metrics;
using Activations.Errors;
using Activations.Grpc.Errors;
using Activations.Grpc.Limits;
using Activations.Grpc.Schemas;
using Activations.Secrets;
using Activations.Stores;
using Activations.Stores.Sqlite;

namespace Activations.Grpc.Telemetry;

/// <summary>
/// What the service measures beside the framework. No attribute ever holds an id or anything else that callers choose, so that
/// there are only so many series.
/// </summary>
internal sealed class ServiceInstruments
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "Activations.Service";

    private const string Reason = "activations.reason";

    private static readonly double[] DurationBounds =
        [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]; // as the semantic conventions advise

    private readonly Meter meter;
    private readonly Counter<long> decisions;

    /// <summary>Makes the instruments.</summary>
    public ServiceInstruments(IMeterFactory meters)
    {
        meter = meters.Create(Name);
        decisions = meter.CreateCounter<long>(
            "activations.decisions", "{decision}", "Whether activations that callers asked for were made, and why not.");
        RpcDuration = meter.CreateHistogram(
            "rpc.server.call.duration",
            "s",
            "How long calls over gRPC took.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBounds });
    }

    /// <summary>
    /// Calls over gRPC, in seconds, as the semantic conventions have it: <c>rpc.system.name</c>, <c>rpc.method</c>,
    /// <c>rpc.response.status_code</c>, and <c>error.type</c> where the service is to blame.
    /// </summary>
    public Histogram<double> RpcDuration { get; }

    /// <summary>Records a call over gRPC that is done.</summary>
    public void RecordRpc(HttpContext context, TimeSpan duration)
    {
        var status = RpcStatus.Of(context);
        var tags = new TagList
        {
            { "rpc.system.name", "grpc" },
            { "rpc.method", status.Method },
            { "rpc.response.status_code", status.Code },
        };
        if (status.IsError)
            tags.Add("error.type", status.Code);
        RpcDuration.Record(duration.TotalSeconds, tags);
    }

    /// <summary>
    /// Counts a CreateActivation, in decisions. <c>activations.reason</c>: <c>OK</c>, <c>REPLAYED</c> where a request id was
    /// answered again, or the reason of the refusal in <c>errors.proto</c>.
    /// </summary>
    public void CountActivation(bool isReplay) =>
        decisions.Add(1, new KeyValuePair<string, object?>(Reason, isReplay ? "REPLAYED" : "OK"));

    /// <inheritdoc cref="CountActivation" />
    public void CountRefusal(ActivationsException refusal) =>
        decisions.Add(1, new KeyValuePair<string, object?>(Reason, ErrorReasons.NameOf(ErrorReasons.Of(refusal.Reason))));

    /// <summary>
    /// Shows what is counted anyway, whenever somebody asks: calls in progress (<c>activations.kind</c>: <c>read</c> or
    /// <c>write</c>), hits and misses (<c>activations.result</c>) and entries of the cache of schemas; of SQLite, the writes
    /// that wait for the writer, and its transactions.
    /// </summary>
    public void Observe(Admission admission, VariablesSchemas schemas, IStore store)
    {
        meter.CreateObservableUpDownCounter(
            "activations.calls.active", () => ReadCalls(admission), "{call}", "Calls that have been let in and are not done.");
        meter.CreateObservableCounter(
            "activations.schema_cache.lookups", () => ReadLookups(schemas), "{lookup}", "Compiled variables schemas that were looked up.");
        meter.CreateObservableUpDownCounter(
            "activations.schema_cache.entries", () => schemas.Statistics.CurrentEntryCount, "{schema}", "Compiled variables schemas that are kept.");
        if ((store is SealedStore @sealed ? @sealed.Inner : store) is not SqliteStore sqlite)
            return;
        meter.CreateObservableUpDownCounter(
            "activations.sqlite.writes.queued", () => sqlite.QueuedWrites, "{write}", "Writes that wait for the writer.");
        meter.CreateObservableCounter(
            "activations.sqlite.commits", () => sqlite.CommitCount, "{commit}", "Transactions that were committed, each with one fsync.");
    }

    private static IEnumerable<Measurement<int>> ReadCalls(Admission admission) =>
    [
        new(admission.ActiveReads, new KeyValuePair<string, object?>("activations.kind", "read")),
        new(admission.ActiveWrites, new KeyValuePair<string, object?>("activations.kind", "write")),
    ];

    private static IEnumerable<Measurement<long>> ReadLookups(VariablesSchemas schemas) =>
    [
        new(schemas.Statistics.TotalHits, new KeyValuePair<string, object?>("activations.result", "hit")),
        new(schemas.Statistics.TotalMisses, new KeyValuePair<string, object?>("activations.result", "miss")),
    ];
}
