using System.Diagnostics.Tracing;

namespace Activations.Grpc.Telemetry;

/// <summary>
/// Says in the log what telemetry does not do: which variables are passed over, and that an export failed, which the SDK tells its
/// event source alone. A collector that stays away is a line in ten minutes.
/// </summary>
/// <param name="passedOver">What was passed over, in words.</param>
/// <param name="logger">The log.</param>
internal sealed partial class ExportLog(IReadOnlyList<string> passedOver, ILogger<ExportLog> logger) : EventListener
{
    private const string Exporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(10);

    private long loggedAt = long.MinValue;

    /// <summary>Says what is passed over, and from now on which exports fail.</summary>
    public void Begin()
    {
        foreach (var variable in passedOver)
            LogPassedOver(variable);
        EventSourceCreated += (_, created) =>
        {
            if (created.EventSource is { Name: Exporter } source)
                EnableEvents(source, EventLevel.Warning);
        };
    }

    /// <inheritdoc />
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        var before = Interlocked.Read(ref loggedAt);
        var now = Environment.TickCount64;
        if (now - before < Quiet.TotalMilliseconds && before != long.MinValue)
            return;
        if (Interlocked.CompareExchange(ref loggedAt, now, before) == before)
            LogFailure(eventData.EventName, FirstLineOf(eventData.Payload?.LastOrDefault()));
    }

    /// <summary>What is last is the failure, or the answer; lines beyond its first are a stack.</summary>
    private static string FirstLineOf(object? detail) => $"{detail}".Split('\n', 2)[0].Trim();

    [LoggerMessage(40, LogLevel.Warning, "Telemetry: {Variable}")]
    private partial void LogPassedOver(string variable);

    [LoggerMessage(41, LogLevel.Warning, "Telemetry can't be exported, which is said once in ten minutes ({Event}): {Detail}")]
    private partial void LogFailure(string? @event, string detail);
}
