using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using Activations.Grpc.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Activations.Grpc.Telemetry;

/// <summary>
/// Writes the log to the console: a line each, in the words of the framework's own format, with the trace id of the request
/// within which it was logged.
/// </summary>
internal sealed class LogLines(IOptionsMonitor<ConsoleFormatterOptions> options, TimeProvider time) : ConsoleFormatter(FormatName)
{
    /// <summary>The name of the format in the configuration.</summary>
    public const string FormatName = "line";

    private const string StartCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0x100).Select(code => (char)code).Where(char.IsControl)]);

    /// <inheritdoc />
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        // The process ends by it, and says it itself.
        if (logEntry is { Category: StartCategory, Exception: { } end } && Refusals.IsSentence(end))
            return;
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (options.CurrentValue is { TimestampFormat: { } format, UseUtcTimestamp: var isUtc })
            textWriter.Write((isUtc ? time.GetUtcNow() : time.GetLocalNow()).ToString(format, CultureInfo.InvariantCulture));
        textWriter.Write(LevelOf(logEntry.LogLevel));
        textWriter.Write(string.Create(CultureInfo.InvariantCulture, $": {logEntry.Category}[{logEntry.EventId.Id}] "));
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity)
            textWriter.Write($"{TraceIds.Header}={activity.TraceId} ");
        textWriter.WriteLine(OnOneLine(logEntry.Exception is { } exception ? $"{message} {exception}" : message));
    }

    /// <summary>What callers sent may be in it: neither may it begin a line of its own, nor tell a terminal what to do.</summary>
    private static string OnOneLine(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.AsSpan().ContainsAny(Controls) ? string.Concat(line.Select(Escape)) : line;
    }

    private static string Escape(char character) =>
        char.IsControl(character) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}") : character.ToString();

    private static string LevelOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
