using System.Collections.Concurrent;
using System.Diagnostics;

namespace Activations.Grpc.Tests.Telemetry;

/// <summary>Keeps spans as they are when they have ended.</summary>
internal sealed class Kept(ConcurrentBag<Activity> spans) : OpenTelemetry.BaseProcessor<Activity>
{
    public override void OnEnd(Activity data) => spans.Add(data);
}
