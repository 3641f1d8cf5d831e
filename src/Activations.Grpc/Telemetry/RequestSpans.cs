using System.Diagnostics;
using OpenTelemetry;

namespace Activations.Grpc.Telemetry;

/// <summary>
/// Leaves out spans that belong to no request, such as those of the store asking four times a second whether MongoDB is there;
/// and of MongoDB's own what may hold values of callers: texts of exceptions quote them.
/// </summary>
internal sealed class RequestSpans : BaseProcessor<Activity>
{
    /// <summary>The driver's source of spans.</summary>
    public const string MongoDb = "MongoDB.Driver";

    private static readonly string[] Unwanted = ["exception.message", "exception.stacktrace", "db.query.text", "db.mongodb.lsid"];

    /// <inheritdoc />
    public override void OnStart(Activity data)
    {
        // A child of one that is left out is not sampled either.
        if (data is not { Kind: ActivityKind.Client, Parent: null })
            return;
        data.IsAllDataRequested = false;
        data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }

    /// <inheritdoc />
    public override void OnEnd(Activity data)
    {
        if (data.Source.Name != MongoDb)
            return;
        foreach (var name in Unwanted)
            data.SetTag(name, null);
    }
}
