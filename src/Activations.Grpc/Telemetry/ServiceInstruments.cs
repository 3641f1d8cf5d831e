using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Activations.Errors;
using Activations.Grpc.Errors;
using Activations.Grpc.Limits;
using Activations.Grpc.Schemas;
using Activations.Secrets;
using Activations.Stores;
using Activations.Stores.Sqlite;

namespace Activations.Grpc.Telemetry;

/// <summary>
/// What the service measures. The framework's own metric of requests is not used: it gives each a feature of its own, and knows
/// nothing of the status of calls over gRPC. No attribute ever holds an id or anything else that callers choose, so that
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
    private readonly Histogram<double> rpcDuration;
    private readonly Histogram<double> httpDuration;

    /// <summary>Makes the instruments.</summary>
    public ServiceInstruments(IMeterFactory meters)
    {
        meter = meters.Create(Name);
        decisions = meter.CreateCounter<long>(
            "activations.decisions", "{decision}", "Whether activations that callers asked for were made, and why not.");
        rpcDuration = DurationOf("rpc.server.call.duration", "How long calls over gRPC took.");
        httpDuration = DurationOf("http.server.request.duration", "How long requests took that are no calls over gRPC.");

        Histogram<double> DurationOf(string name, string description) => meter.CreateHistogram(
            name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBounds });
    }

    /// <summary>Whether somebody asks how long requests take.</summary>
    public bool MeasuresRequests => rpcDuration.Enabled || httpDuration.Enabled;

    /// <summary>
    /// Records a request that is done, in seconds, as the semantic conventions have it. Over gRPC: <c>rpc.system.name</c>,
    /// <c>rpc.method</c> and <c>rpc.response.status_code</c>; else <c>http.request.method</c>, <c>http.route</c>,
    /// <c>http.response.status_code</c>, <c>network.protocol.version</c> and <c>url.scheme</c>; and <c>error.type</c> where the
    /// service is to blame.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="method">Its method, as <see cref="KnownMethods"/> says.</param>
    /// <param name="duration">How long it took.</param>
    public void RecordRequest(HttpContext context, string method, TimeSpan duration)
    {
        if (RestErrors.IsRest(context))
            RecordHttp(context, method, duration);
        else
            RecordRpc(context, duration);
    }

    private void RecordRpc(HttpContext context, TimeSpan duration)
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
        rpcDuration.Record(duration.TotalSeconds, tags);
    }

    private void RecordHttp(HttpContext context, string method, TimeSpan duration)
    {
        var status = context.Response.StatusCode;
        var tags = new TagList
        {
            { "http.request.method", method },
            { "http.response.status_code", status },
            { "network.protocol.version", RequestSpans.VersionOf(context.Request) },
            { "url.scheme", context.Request.Scheme },
        };
        if (RequestSpans.RouteOf(context) is { } route)
            tags.Add("http.route", route);
        if (status >= StatusCodes.Status500InternalServerError)
            tags.Add("error.type", status.ToString(CultureInfo.InvariantCulture));
        httpDuration.Record(duration.TotalSeconds, tags);
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
