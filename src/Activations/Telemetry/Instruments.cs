using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Activations.Telemetry;

/// <summary>
/// What the domain and the stores measure. No attribute ever holds an id or anything else that callers choose, so that there
/// are only so many series.
/// </summary>
public sealed class Instruments
{
    /// <summary>The name of the meter and of the source of spans.</summary>
    public const string Name = "Activations";

    /// <summary>Makes the spans of stores whose driver makes none.</summary>
    internal static readonly ActivitySource Spans = new(Name);

    // As the semantic conventions advise for this metric, and one below: an embedded database answers in less than a millisecond.
    private static readonly double[] DurationBounds = [0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">Who makes meters.</param>
    public Instruments(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(Name);
        Conflicts = meter.CreateCounter<long>(
            "activations.version.conflicts", "{conflict}", "Saves that were refused because somebody else had changed the record.");
        Retries = meter.CreateCounter<long>(
            "activations.version.retries", "{retry}", "Attempts at a change that were made again after a version conflict.");
        OperationDuration = meter.CreateHistogram(
            "db.client.operation.duration",
            "s",
            "How long calls of the store took.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBounds });
    }

    /// <summary>
    /// Version conflicts, in conflicts. <c>activations.record</c>: <c>end_user</c>, <c>hub</c> or <c>integration</c>.
    /// </summary>
    internal Counter<long> Conflicts { get; }

    /// <summary>Attempts after a conflict, in retries. <c>activations.record</c> as for conflicts.</summary>
    internal Counter<long> Retries { get; }

    /// <summary>
    /// Calls of a store, in seconds, as the semantic conventions have it: <c>db.system.name</c>, <c>db.collection.name</c>,
    /// <c>db.operation.name</c> (a method of the store contract, such as <c>Load</c>), and <c>error.type</c> of those that failed.
    /// </summary>
    internal Histogram<double> OperationDuration { get; }
}
